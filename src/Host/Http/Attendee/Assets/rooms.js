// What a room is to this page: its kind, its chat, and the list in the sidebar.

import { byId, h, icon } from './dom.js'

const moduleNames = {
  'chat.native': 'Chat',
  'livestream.native': 'Live stream',
  'livestream.youtube': 'Video',
  'livestream.iframe': 'Live stream',
  'call.bigbluebutton': 'Video call',
  'call.janus': 'Video call',
  'call.zoom': 'Zoom meeting',
  'call.digitalsamba': 'Video call',
  question: 'Questions',
  poll: 'Polls',
  'networking.roulette': 'Chance meetings',
  'page.landing': 'Landing page',
  'page.markdown': 'Page',
  'page.static': 'Page',
  'page.iframe': 'Embedded page',
  'page.userlist': 'People',
  'exhibition.native': 'Exhibition',
  'poster.native': 'Posters',
  'agenda.pretalx': 'Agenda',
}

const iconNames = { stage: 'stage', call: 'call', chat: 'chat', people: 'people', board: 'board', page: 'page' }

const hasType = (room, prefix) => room.modules.some(module => module.type.startsWith(prefix))

export function kindOf(room) {
  if (hasType(room, 'livestream.')) return 'stage'
  if (hasType(room, 'call.')) return 'call'
  if (hasType(room, 'chat.native')) return 'chat'
  if (hasType(room, 'page.userlist') || hasType(room, 'networking.')) return 'people'
  if (hasType(room, 'exhibition.') || hasType(room, 'poster.')) return 'board'
  return 'page'
}

/** Rooms with a stream or a call count who is present. */
export const isEntered = room => hasType(room, 'livestream.') || hasType(room, 'call.')

/** The chat this user may read in the room, or null. */
export function chatOf(room) {
  const module = room.modules.find(candidate => candidate.type === 'chat.native')
  if (!module?.channel_id || !room.permissions.includes('room:chat.read')) return null
  return {
    channel: module.channel_id,
    isVolatile: Boolean(module.config?.volatile),
    maySend: room.permissions.includes('room:chat.send'),
    mayJoin: room.permissions.includes('room:chat.join'),
  }
}

/** The room's features by name, each once. Switched-off questions and polls are left out. */
export function featuresOf(room) {
  const active = room.modules.filter(module => !['question', 'poll'].includes(module.type) || module.config?.active)
  return [...new Set(active.map(module => moduleNames[module.type] ?? module.type))]
}

export const roomIcon = room => icon(iconNames[kindOf(room)])

export const addressOf = room => `/rooms/${room.id}`

export class RoomList extends EventTarget {
  #connection
  #rooms = []
  #readPointers = new Map()
  #unreadPointers = new Map()
  #counts = {}

  constructor(connection) {
    super()
    this.#connection = connection
    const on = (name, handle) => connection.addEventListener(`push:${name}`, event => handle(event.detail))
    on('room.create', room => this.#replace([...this.#rooms.filter(known => known.id !== room.id), room]))
    on('room.delete', ({ id }) => this.#replace(this.#rooms.filter(room => room.id !== id)))
    on('world.updated', config => this.use(config))
    on('world.user_count_change', ({ room: id, users }) => this.#replace(this.#rooms.map(room => (room.id === id ? { ...room, users } : room))))
    on('chat.channels', ({ channels }) => this.useChannels(channels))
    on('chat.unread_pointers', pointers => this.#merge(this.#unreadPointers, pointers, true))
    on('chat.read_pointers', pointers => this.#merge(this.#readPointers, pointers))
    on('chat.notification_counts', counts => {
      this.#counts = counts
      this.draw()
    })
  }

  get all() {
    return this.#rooms
  }

  find(id) {
    return this.#rooms.find(room => room.id === id)
  }

  use(config) {
    byId('world-title').textContent = config.world.title
    this.title = config.world.title
    // Keys that are missing in an update keep their value.
    this.#replace(config.rooms.map(room => ({ modules: [], permissions: [], ...this.find(room.id), ...room })))
  }

  useChannels(channels) {
    this.#unreadPointers = new Map(channels.map(channel => [channel.id, channel.unread_pointer ?? 0]))
    this.draw()
  }

  usePointers(readPointers, counts) {
    this.#readPointers = new Map(Object.entries(readPointers ?? {}))
    this.#counts = counts ?? {}
    this.draw()
  }

  isMember(channel) {
    return this.#unreadPointers.has(channel)
  }

  /** The server tells a join only to the user's other connections. */
  addMembership(channel, unreadPointer) {
    this.#unreadPointers.set(channel, unreadPointer ?? 0)
  }

  markRead(channel, eventId) {
    if ((this.#readPointers.get(channel) ?? 0) >= eventId) return
    this.#readPointers.set(channel, eventId)
    this.#connection.tell('chat.mark_read', { channel, id: eventId })
    this.draw()
  }

  draw(activeId = this.activeId) {
    this.activeId = activeId
    const entries = this.#rooms.map(room => this.#entry(room))
    byId('rooms').replaceChildren(h('ul', { className: 'room-list' }, ...entries))
  }

  #entry(room) {
    const channel = chatOf(room)?.channel
    const count = this.#counts[channel] ?? 0
    const isUnread = channel && room.id !== this.activeId && this.isMember(channel)
      && this.#unreadPointers.get(channel) > (this.#readPointers.get(channel) ?? 0)
    const link = h('a', { className: 'room-link', href: addressOf(room), attributes: { 'data-link': '' } },
      roomIcon(room),
      h('span', { className: 'room-name', textContent: room.name }))
    if (room.id === this.activeId) link.setAttribute('aria-current', 'page')
    if (room.users === 'few' || room.users === 'many') {
      link.append(h('span', { className: `presence presence-${room.users}`, title: room.users === 'many' ? 'Many people are here' : 'Some people are here' }))
    }
    if (count > 0) link.append(h('span', { className: 'count', textContent: count, attributes: { 'aria-label': `${count} new for you` } }))
    else if (isUnread) {
      link.classList.add('is-unread')
      link.append(h('span', { className: 'unread', attributes: { 'aria-label': 'unread' } }))
    }
    return h('li', {}, link)
  }

  #merge(target, pointers, onlyKnown = false) {
    for (const [channel, id] of Object.entries(pointers ?? {})) {
      if (!onlyKnown || target.has(channel)) target.set(channel, id)
    }
    this.draw()
  }

  #replace(rooms) {
    this.#rooms = rooms
    this.draw()
    this.dispatchEvent(new Event('change'))
  }
}
