// One open chat: subscribes, loads history page by page, receives events.

import { Composer } from './composer.js'
import { h } from './dom.js'
import { explain, isConnectionError } from './errors.js'
import { MessageList } from './messages.js'
import { Pending } from './pending.js'
import { Sender } from './sender.js'

const pageSize = 25

// Events of a busy room are drawn together this often instead of one by one.
const drawInterval = 30

export class Chat {
  #connection
  #people
  #profile
  #unread
  #chat
  #messages
  #sender
  #composer
  #beforeId = 0
  #hasMore = false
  #isLoading = false
  #isClosed = false
  #isSubscribed = false
  #hasJoined = false
  #waiting = []
  #listeners = new AbortController()

  constructor(services, chat, roomName) {
    const { connection, people, profile, unread, outbox } = services
    const { signal } = this.#listeners
    this.#connection = connection
    this.#people = people
    this.#profile = profile
    this.#unread = unread
    this.#chat = chat
    this.#messages = new MessageList(people, profile.id, () => this.#loadOlder())
    this.#sender = new Sender(services, chat.channel, {
      join: () => this.#joinIfNeeded(),
      newestId: () => this.#messages.newestId,
      onSent: event => this.#isClosed || this.#messages.addNew([event]),
    })
    const pending = new Pending(services, chat.channel, {
      // The button that was pressed goes away, and the focus must go somewhere.
      retry: entry => {
        this.#sender.retry(entry)
        this.#composer.focus()
      },
      discard: entry => {
        outbox.remove(chat.channel, entry)
        this.#composer.focus()
      },
    }, signal)
    this.#messages.append(pending.element)
    this.#composer = new Composer(services, chat, roomName, body => this.#send(body))
    this.element = h('section', { className: 'chat', attributes: { 'aria-label': 'Chat' } }, this.#messages.element, this.#composer.element)
    connection.addEventListener('push:chat.event', event => this.#receive(event.detail), { signal })
    connection.addEventListener('push:chat.event.reaction', event => this.#receiveReaction(event.detail), { signal })
    // A mention of the open chat is read like the message itself, which arrived just before and is drawn first.
    connection.addEventListener('push:chat.notification', () => setTimeout(() => this.#markRead(), drawInterval), { signal })
    connection.addEventListener('disconnected', () => this.#sender.stop(), { signal })
    document.addEventListener('visibilitychange', () => this.#markRead(), { signal })
  }

  focus() {
    this.#composer.focus()
  }

  /** Also after a reconnect: what is on the screen stays, and what was missed is added. */
  async start() {
    const { channel, isVolatile, mayJoin } = this.#chat
    this.#isSubscribed = false
    this.#hasJoined = false
    this.#isLoading = false
    this.#composer.say('')
    try {
      const subscribed = this.#connection.call('chat.subscribe', { channel })
      // A volatile chat has no lasting membership: being here is being a member.
      const joined = isVolatile && mayJoin && this.#profile.hasName ? this.#join() : null
      joined?.catch(() => {})
      const { next_event_id: nextEventId, members } = await subscribed
      if (this.#isClosed) return
      this.#isSubscribed = true
      this.#people.add(members ?? [])
      await this.#loadNewest(nextEventId)
      if (!this.#isClosed) this.#sender.start()
    } catch (error) {
      if (!isConnectionError(error)) this.#composer.say(explain(error), () => this.start())
    }
  }

  close() {
    this.#isClosed = true
    this.#sender.stop()
    this.#listeners.abort()
    this.#messages.close()
    this.#connection.tell('chat.unsubscribe', { channel: this.#chat.channel })
  }

  #send(body) {
    if (!this.#profile.hasName) {
      this.#profile.edit()
      return false
    }
    this.#sender.send(body)
    this.#messages.follow()
    return true
  }

  async #joinIfNeeded() {
    const { channel, isVolatile } = this.#chat
    if (isVolatile ? !this.#hasJoined : !this.#unread.isMember(channel)) await this.#join()
  }

  async #join() {
    const { channel, isVolatile } = this.#chat
    const { unread_pointer: unreadPointer, members } = await this.#connection.call('chat.join', { channel })
    this.#people.add(members ?? [])
    if (!isVolatile) this.#unread.addMembership(channel, unreadPointer)
    this.#hasJoined = true
  }

  async #loadNewest(nextEventId) {
    const newestId = this.#messages.newestId
    const events = await this.#fetch(nextEventId)
    if (!events) return
    const hasGap = newestId !== undefined && events.length === pageSize && events[0].event_id > newestId
    if (hasGap) this.#messages.clear()
    const isFirst = newestId === undefined || hasGap
    if (isFirst) {
      this.#messages.addOlder(events)
      this.#setHistory(events)
      await this.#fill()
    } else {
      this.#messages.addNew(events)
    }
    this.#markRead()
  }

  async #loadOlder() {
    if (this.#isLoading || !this.#isSubscribed) return
    if (this.#messages.wasTrimmed) {
      this.#messages.wasTrimmed = false
      this.#hasMore = true
      this.#beforeId = this.#messages.oldestId
    }
    if (!this.#hasMore) return
    this.#isLoading = true
    try {
      const events = await this.#fetch(this.#beforeId)
      if (!events) return
      this.#messages.addOlder(events)
      this.#setHistory(events)
    } catch {
      // The next scroll tries again.
    } finally {
      this.#isLoading = false
    }
  }

  async #fill() {
    while (this.#hasMore && !this.#isClosed && this.#messages.hasFreeSpace) {
      const before = this.#beforeId
      await this.#loadOlder()
      if (this.#beforeId === before) return
    }
  }

  #setHistory(events) {
    this.#hasMore = events.length === pageSize
    if (events.length > 0) this.#beforeId = events[0].event_id
  }

  async #fetch(beforeId) {
    const { results, users } = await this.#connection.call('chat.fetch', { channel: this.#chat.channel, before_id: beforeId, count: pageSize })
    if (this.#isClosed) return null
    this.#people.add(users)
    this.#confirm(results)
    return results
  }

  #receive(event) {
    if (event.channel !== this.#chat.channel) return
    this.#people.add(event.users)
    if (this.#waiting.push(event) === 1) setTimeout(() => this.#drawWaiting(), drawInterval)
  }

  #drawWaiting() {
    const events = this.#waiting
    this.#waiting = []
    if (this.#isClosed) return
    this.#confirm(events)
    this.#messages.addNew(events)
    this.#markRead()
  }

  #confirm(events) {
    for (const event of events) {
      if (event.sender === this.#profile.id) this.#sender.confirm(event)
    }
  }

  #receiveReaction(event) {
    if (event.channel !== this.#chat.channel) return
    this.#people.add(event.users)
    this.#messages.react(event)
  }

  #markRead() {
    const { channel, isVolatile } = this.#chat
    const newestId = this.#messages.newestId
    if (this.#isClosed || !newestId || !this.#connection.isReady || document.visibilityState !== 'visible') return
    // A volatile chat has no unread mark; only mentions are counted there.
    if (!isVolatile || this.#unread.countOf(channel) > 0) this.#unread.markRead(channel, newestId)
  }
}
