// One open chat: subscribes, loads history page by page, receives events, sends.

import { h, icon } from './dom.js'
import { MessageList } from './messages.js'

const pageSize = 25

// Events of a busy room are drawn together this often instead of one by one.
const drawInterval = 30

const refusals = {
  'protocol.denied': 'You may not write here.',
  'chat.denied': 'You may not write here.',
  'channel.join.missing_profile': 'Please choose a name first.',
  'client.offline': 'Not connected. Your message is still here; send it again in a moment.',
  'client.timeout': 'The server did not answer. Please try again.',
  'server.unavailable': 'The server is busy. Please try again in a moment.',
}

export class Chat {
  #connection
  #people
  #profile
  #rooms
  #chat
  #messages
  #input
  #sendButton
  #hint
  #beforeId = 0
  #hasMore = false
  #isLoading = false
  #isClosed = false
  #isSubscribed = false
  #hasJoined = false
  #waiting = []
  #listeners = new AbortController()

  constructor({ connection, people, profile, rooms }, chat, roomName) {
    this.#connection = connection
    this.#people = people
    this.#profile = profile
    this.#rooms = rooms
    this.#chat = chat
    this.#messages = new MessageList(people, profile.id, () => this.#loadOlder())
    this.element = h('section', { className: 'chat', attributes: { 'aria-label': 'Chat' } }, this.#messages.element, this.#composer(roomName))
    const { signal } = this.#listeners
    connection.addEventListener('push:chat.event', event => this.#receive(event.detail), { signal })
    connection.addEventListener('push:chat.event.reaction', event => this.#receiveReaction(event.detail), { signal })
    document.addEventListener('visibilitychange', () => this.#markRead(), { signal })
  }

  focus() {
    this.#input?.focus({ preventScroll: true })
  }

  /** Also after a reconnect: what is on the screen stays, and what was missed is added. */
  async start() {
    const { channel, isVolatile, mayJoin } = this.#chat
    this.#isSubscribed = false
    this.#hasJoined = false
    this.#isLoading = false
    this.#hint.textContent = ''
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
    } catch (error) {
      this.#refuse(error)
    }
  }

  close() {
    this.#isClosed = true
    this.#listeners.abort()
    this.#messages.close()
    this.#connection.tell('chat.unsubscribe', { channel: this.#chat.channel })
  }

  async #join() {
    const { channel, isVolatile } = this.#chat
    const { unread_pointer: unreadPointer, members } = await this.#connection.call('chat.join', { channel })
    this.#people.add(members ?? [])
    if (!isVolatile) this.#rooms.addMembership(channel, unreadPointer)
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
    this.#messages.addNew(events)
    this.#markRead()
  }

  #receiveReaction(event) {
    if (event.channel !== this.#chat.channel) return
    this.#people.add(event.users)
    this.#messages.react(event)
  }

  #markRead() {
    const { channel, isVolatile } = this.#chat
    const newestId = this.#messages.newestId
    if (!isVolatile && newestId && this.#connection.isReady && document.visibilityState === 'visible') this.#rooms.markRead(channel, newestId)
  }

  #composer(roomName) {
    this.#hint = h('p', { className: 'hint', attributes: { role: 'status' } })
    if (!this.#chat.maySend) {
      return h('div', { className: 'composer' }, h('p', { className: 'read-only', textContent: 'You can read along here, but not write.' }), this.#hint)
    }
    this.#input = h('textarea', {
      className: 'input', rows: 1, maxLength: 10_000, placeholder: `Message to ${roomName}`,
      attributes: { 'aria-label': `Message to ${roomName}`, enterkeyhint: 'send', autocomplete: 'off' },
    })
    this.#sendButton = h('button', { className: 'send', type: 'submit', attributes: { 'aria-label': 'Send' } }, icon('send'))
    const form = h('form', { className: 'composer' }, h('div', { className: 'composer-row' }, this.#input, this.#sendButton), this.#hint)
    form.addEventListener('submit', event => {
      event.preventDefault()
      this.#send()
    })
    this.#input.addEventListener('keydown', event => {
      // While an input method composes, Enter belongs to it.
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
      event.preventDefault()
      this.#send()
    })
    this.#input.addEventListener('input', () => this.#fitInput())
    return form
  }

  async #send() {
    const body = this.#input.value.trim()
    if (!body || this.#sendButton.disabled) return
    if (!this.#profile.hasName) {
      this.#profile.edit()
      return
    }
    const { channel, isVolatile } = this.#chat
    this.#sendButton.disabled = true
    this.#hint.textContent = ''
    try {
      if (isVolatile ? !this.#hasJoined : !this.#rooms.isMember(channel)) await this.#join()
      await this.#connection.call('chat.send', { channel, event_type: 'channel.message', content: { type: 'text', body } })
      // What was typed while the message was on its way stays.
      if (this.#input.value.trim() === body) this.#input.value = ''
      this.#fitInput()
    } catch (error) {
      this.#refuse(error)
    } finally {
      this.#sendButton.disabled = false
      this.focus()
    }
  }

  #refuse(error) {
    this.#hint.textContent = refusals[error.code] ?? `That did not work: ${error.message}`
  }

  #fitInput() {
    this.#input.style.height = 'auto'
    this.#input.style.height = `${Math.min(this.#input.scrollHeight, 160)}px`
  }
}
