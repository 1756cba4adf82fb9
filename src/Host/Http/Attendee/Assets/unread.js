// Which channels hold something new for this visitor: memberships with their newest event, what was read, and what was meant for the visitor.

/** Event: `change`. */
export class Unread extends EventTarget {
  #connection
  #newestIds = new Map()
  #readIds = new Map()
  #counts = {}

  constructor(connection) {
    super()
    this.#connection = connection
    const on = (name, handle) => connection.addEventListener(`push:${name}`, event => handle(event.detail))
    on('chat.channels', ({ channels }) => this.#useChannels(channels))
    on('chat.unread_pointers', pointers => this.#merge(this.#newestIds, pointers, channel => this.isMember(channel)))
    // Read in another window.
    on('chat.read_pointers', pointers => this.#merge(this.#readIds, pointers, () => true))
    on('chat.notification_counts', counts => this.#useCounts(counts))
    on('chat.notification', ({ event }) => this.#useCounts({ ...this.#counts, [event.channel]: (this.#counts[event.channel] ?? 0) + 1 }))
  }

  /** Takes the state of a login. */
  use(payload) {
    this.#readIds = new Map(Object.entries(payload['chat.read_pointers'] ?? {}))
    this.#counts = payload['chat.notification_counts'] ?? {}
    this.#useChannels(payload['chat.channels'])
  }

  isMember(channel) {
    return this.#newestIds.has(channel)
  }

  /** The server tells a join only to the user's other connections. */
  addMembership(channel, unreadPointer) {
    this.#newestIds.set(channel, unreadPointer ?? 0)
    this.#changed()
  }

  hasNew(channel) {
    return (this.#newestIds.get(channel) ?? 0) > (this.#readIds.get(channel) ?? 0)
  }

  /** Messages that were meant for this visitor: mentions. */
  countOf(channel) {
    return this.#counts[channel] ?? 0
  }

  /** Tells the server once per event that it was seen. */
  markRead(channel, eventId) {
    if ((this.#readIds.get(channel) ?? 0) >= eventId && this.countOf(channel) === 0) return
    this.#readIds.set(channel, Math.max(eventId, this.#readIds.get(channel) ?? 0))
    this.#connection.tell('chat.mark_read', { channel, id: eventId })
    this.#useCounts(Object.fromEntries(Object.entries(this.#counts).filter(([counted]) => counted !== channel)))
  }

  #useChannels(channels) {
    this.#newestIds = new Map(channels.map(channel => [channel.id, channel.unread_pointer ?? 0]))
    this.#changed()
  }

  #useCounts(counts) {
    this.#counts = counts ?? {}
    this.#changed()
  }

  #merge(target, pointers, isWanted) {
    for (const [channel, id] of Object.entries(pointers ?? {})) {
      if (isWanted(channel)) target.set(channel, id)
    }
    this.#changed()
  }

  #changed() {
    this.dispatchEvent(new Event('change'))
  }
}
