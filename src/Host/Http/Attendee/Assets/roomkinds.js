// What a room is to this page, read from its modules and permissions. No state.

import { icon } from './dom.js'

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

const crowds = {
  few: { short: '1–10', text: 'Up to 10 people are here' },
  many: { short: '10+', text: 'More than 10 people are here' },
}

const hasType = (room, prefix) => room.modules.some(module => module.type.startsWith(prefix))

export function kindOf(room) {
  if (isStage(room)) return 'stage'
  if (hasType(room, 'call.')) return 'call'
  if (hasType(room, 'chat.native')) return 'chat'
  if (hasType(room, 'page.userlist') || hasType(room, 'networking.')) return 'people'
  if (hasType(room, 'exhibition.') || hasType(room, 'poster.')) return 'board'
  return 'page'
}

export const isStage = room => hasType(room, 'livestream.')

/** Rooms with a stream or a call count who is present. */
export const isEntered = room => isStage(room) || hasType(room, 'call.')

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

/** Roughly how many people are there: the server tells steps, never numbers. Null for nobody. */
export const crowdOf = room => crowds[room.users] ?? null

/** Where a browser can watch the stage without a player of this page; null if nowhere. */
export function streamAddressOf(room) {
  const { type, config } = room.modules.find(module => module.type.startsWith('livestream.')) ?? {}
  if (type === 'livestream.youtube' && config?.ytid) return `https://www.youtube.com/watch?v=${encodeURIComponent(config.ytid)}`
  if (type === 'livestream.iframe' && /^https?:/u.test(config?.url)) return config.url
  return null
}

/** Changes exactly when an open room has to be drawn anew. */
export const shapeOf = room => JSON.stringify([chatOf(room), kindOf(room), isEntered(room), featuresOf(room), streamAddressOf(room)])

export const roomIcon = room => icon(iconNames[kindOf(room)])

export const addressOf = room => `/rooms/${room.id}`
