// The list of messages of one chat: ordered by event id, grouped by sender, divided by days, following the newest one.

import { h, icon, link, richText, timeOf, dayOf } from './dom.js'
import { avatar } from './people.js'

// Messages of one sender within this time share one name line.
const groupingWindow = 5 * 60_000

// Above this many the oldest are dropped while the reader is at the end; scrolling up fetches them again.
const maxItems = 600
const itemsAfterTrim = 400

export class MessageList {
  #people
  #ownId
  #items = []
  #byEventId = new Map()
  #isFollowing = true
  #unseen = 0
  #list
  #scroller
  #jump
  #onPeople
  #resizeObserver

  /** Highest event id so far, edits and deletions included: that is what the server counts as read. */
  newestId = undefined

  /** The oldest messages were dropped and have to be fetched again when the reader scrolls up. */
  wasTrimmed = false

  /** @param loadOlder called when the reader comes near the start. */
  constructor(people, ownId, loadOlder) {
    this.#people = people
    this.#ownId = ownId
    this.#list = h('ol', { className: 'messages', attributes: { role: 'log', 'aria-live': 'polite', 'aria-label': 'Messages' } })
    this.#scroller = h('div', { className: 'scroller', tabIndex: 0, attributes: { 'aria-label': 'Messages', role: 'region' } }, this.#list)
    this.#jump = h('button', { className: 'jump', type: 'button', hidden: true, onclick: () => this.follow() })
    this.element = h('div', { className: 'timeline' }, this.#scroller, this.#jump)

    this.#scroller.addEventListener('scroll', () => {
      this.#isFollowing = this.#distanceToEnd() < 48
      if (this.#isFollowing) this.#showUnseen(0)
      if (this.#scroller.scrollTop < 300) loadOlder()
    }, { passive: true })
    // A keyboard that opens or a window that shrinks must not hide the newest message.
    this.#resizeObserver = new ResizeObserver(() => this.#isFollowing && this.#scrollToEnd())
    this.#resizeObserver.observe(this.#scroller)
    this.#onPeople = event => this.#redrawPeople(event.detail)
    people.addEventListener('change', this.#onPeople)
  }

  /** Puts an element below the newest message. */
  append(element) {
    this.#scroller.append(element)
    this.#resizeObserver.observe(element)
  }

  get oldestId() {
    return this.#items[0]?.event.event_id
  }

  get hasFreeSpace() {
    return this.#scroller.scrollHeight <= this.#scroller.clientHeight + 300
  }

  close() {
    this.#resizeObserver.disconnect()
    this.#people.removeEventListener('change', this.#onPeople)
  }

  clear() {
    this.#items = []
    this.#byEventId.clear()
    this.#list.replaceChildren()
    this.#showUnseen(0)
    this.#isFollowing = true
  }

  /** Older messages: what the reader sees stays where it is. */
  addOlder(events) {
    const height = this.#scroller.scrollHeight
    const top = this.#scroller.scrollTop
    this.#list.setAttribute('aria-busy', 'true')
    for (const event of events) this.#add(event)
    this.#list.removeAttribute('aria-busy')
    if (this.#isFollowing) this.#scrollToEnd()
    else this.#scroller.scrollTop = top + this.#scroller.scrollHeight - height
  }

  /** Newest messages, as the server pushes them. */
  addNew(events) {
    let unseen = 0
    for (const event of events) {
      if (this.#add(event) && event.sender !== this.#ownId && event.event_type === 'channel.message') unseen++
    }
    const isOwnLast = events.at(-1)?.sender === this.#ownId && events.at(-1)?.event_type === 'channel.message'
    if (this.#isFollowing || isOwnLast) {
      this.#trim()
      this.follow()
    } else {
      this.#showUnseen(this.#unseen + unseen)
    }
  }

  react(event) {
    const item = this.#byEventId.get(event.event_id)
    if (!item) return
    item.event = { ...item.event, reactions: event.reactions }
    this.#draw(item)
  }

  follow() {
    this.#isFollowing = true
    this.#showUnseen(0)
    this.#scrollToEnd()
  }

  /** True if the event is a new entry of the list. */
  #add(event) {
    if (!(event.event_id <= this.newestId)) this.newestId = event.event_id
    if (event.replaces) {
      this.#replaceContent(event)
      return false
    }
    const known = this.#byEventId.get(event.event_id)
    if (known) {
      known.event = event
      this.#draw(known)
      return false
    }
    const item = { event, date: new Date(event.timestamp), element: h('li') }
    // Nearly always the position is the end or the start.
    let index = this.#items.length
    while (index > 0 && this.#items[index - 1].event.event_id > event.event_id) index--
    const next = this.#items[index]
    this.#items.splice(index, 0, item)
    this.#byEventId.set(event.event_id, item)
    this.#list.insertBefore(item.element, next?.element ?? null)
    this.#draw(item)
    if (next) this.#draw(next)
    this.#people.want(event.sender)
    return true
  }

  #replaceContent(event) {
    const original = this.#byEventId.get(event.replaces)
    if (!original) return
    original.event = { ...original.event, content: event.content, edited: event.timestamp }
    this.#draw(original)
  }

  #draw(item) {
    const { event, date } = item
    const previous = this.#items[this.#items.indexOf(item) - 1]
    const isNewDay = !previous || previous.date.toDateString() !== date.toDateString()
    const isGrouped = !isNewDay && previous.event.event_type === 'channel.message' && event.event_type === 'channel.message'
      && previous.event.sender === event.sender && date - previous.date < groupingWindow
    const day = isNewDay ? h('p', { className: 'day' }, h('span', { textContent: dayOf(date) })) : null
    item.element.className = 'entry'
    item.element.replaceChildren(...[day, event.event_type === 'channel.message' ? this.#message(item, isGrouped) : this.#notice(event)].filter(Boolean))
  }

  #message({ event, date }, isGrouped) {
    const { content, sender } = event
    const isOwn = sender === this.#ownId
    const isDeleted = content.type === 'deleted'
    const name = this.#people.nameOf(sender)
    const stamp = h('time', { className: 'stamp', dateTime: event.timestamp, title: date.toLocaleString(), textContent: timeOf(date) })
    if (event.edited && !isDeleted) stamp.prepend('edited · ')
    const bubble = h('div', { className: 'bubble' }, ...this.#content(content), stamp)
    const column = h('div', { className: 'message-column' },
      isGrouped ? null : h('span', { className: 'sender', textContent: isOwn ? 'You' : name }),
      bubble,
      this.#reactions(event.reactions))
    const message = h('article', { className: 'message', attributes: { 'data-event': event.event_id } },
      isOwn ? null : isGrouped ? h('span', { className: 'avatar-space' }) : avatar(sender, name), column)
    message.classList.toggle('is-own', isOwn)
    message.classList.toggle('is-grouped', isGrouped)
    message.classList.toggle('is-deleted', isDeleted)
    return message
  }

  #content(content) {
    const nameOf = id => this.#people.nameOf(id)
    switch (content.type) {
      case 'text':
        return [h('div', { className: isOnlyEmoji(content.body) ? 'text text-emoji' : 'text' }, ...richText(String(content.body), nameOf)), preview(content.preview_card)]
      case 'files':
        return [
          content.body ? h('div', { className: 'text' }, ...richText(String(content.body), nameOf)) : null,
          ...(content.files ?? []).map(file => h('div', { className: 'file' }, icon('file'), link(file.url, file.name || file.url))),
        ]
      case 'deleted':
        return [h('div', { className: 'text', textContent: 'This message was deleted.' })]
      default:
        return [h('div', { className: 'text', textContent: 'A message that this page cannot show.' })]
    }
  }

  #reactions(reactions) {
    const entries = Object.entries(reactions ?? {}).filter(([, users]) => users.length > 0)
    if (entries.length === 0) return null
    return h('div', { className: 'reactions' }, ...entries.map(([emoji, users]) =>
      h('span', { className: 'reaction', title: users.map(id => this.#people.nameOf(id)).join(', '), textContent: `${emoji} ${users.length}` })))
  }

  #notice(event) {
    const { content } = event
    const name = content.user?.profile?.display_name || this.#people.nameOf(content.user?.id ?? event.sender)
    const text = { join: `${name} joined`, leave: `${name} left`, ban: `${name} was removed` }[content.membership]
      ?? (event.event_type === 'channel.poll' ? 'A poll was opened' : '')
    return h('p', { className: 'notice', textContent: text })
  }

  #redrawPeople(ids) {
    for (const item of this.#items) {
      if (ids.has(item.event.sender)) this.#draw(item)
    }
  }

  #trim() {
    if (this.#items.length <= maxItems) return
    for (const item of this.#items.splice(0, this.#items.length - itemsAfterTrim)) {
      this.#byEventId.delete(item.event.event_id)
      item.element.remove()
    }
    this.#draw(this.#items[0])
    this.wasTrimmed = true
  }

  #showUnseen(count) {
    this.#unseen = count
    this.#jump.hidden = count === 0
    this.#jump.replaceChildren(icon('down'), count === 1 ? '1 new message' : `${count} new messages`)
  }

  #distanceToEnd() {
    return this.#scroller.scrollHeight - this.#scroller.scrollTop - this.#scroller.clientHeight
  }

  #scrollToEnd() {
    this.#scroller.scrollTop = this.#scroller.scrollHeight
  }
}

function preview(card) {
  if (!card?.url) return null
  return h('div', { className: 'preview' }, link(card.url, card.title || card.url), card.description ? h('p', { textContent: card.description }) : null)
}

const isOnlyEmoji = body => /^(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u200d|\ufe0f|\s){1,12}$/u.test(String(body))
