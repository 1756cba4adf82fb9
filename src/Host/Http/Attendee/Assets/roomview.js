// The main area: the start page with all rooms, or one room with its stage and its chat.

import { Chat } from './chat.js'
import { byId, h } from './dom.js'
import { Home } from './home.js'
import { chatOf, featuresOf, isStage, roomIcon, shapeOf } from './roomkinds.js'
import { Stage } from './stage.js'
import { Viewers } from './viewers.js'

export class RoomView {
  #services
  #viewers
  #room = null
  #home = null
  #stage = null
  #chat = null

  constructor(services) {
    this.#services = services
    this.#viewers = new Viewers(services)
  }

  /** Shows the room, or the start page for undefined. */
  show(room) {
    const previous = [this.#home, this.#stage, this.#chat]
    this.#room = room ?? null
    this.#home = this.#stage = this.#chat = null
    const leavePrevious = this.#services.presence.move(this.#room)
    for (const part of previous) part?.close()
    byId('main').scrollTop = 0
    this.#draw()
    this.#drawHeader()
    leavePrevious()
    this.#chat?.start()
    this.#chat?.focus()
  }

  /** Everything a new connection has to be told about the open room. */
  resume() {
    this.#services.presence.enter()
    this.#chat?.start()
  }

  /** The rooms changed: redraws what shows them. False if the open room is gone. */
  refresh() {
    if (this.#room) {
      const room = this.#services.rooms.find(this.#room.id)
      if (!room) return false
      const isOtherRoom = shapeOf(room) !== shapeOf(this.#room)
      this.#room = room
      if (isOtherRoom) {
        this.show(room)
        return true
      }
    }
    this.#home?.draw()
    this.#drawHeader()
    return true
  }

  #drawHeader() {
    const { rooms } = this.#services
    const title = this.#room?.name ?? rooms.title
    byId('headline').textContent = title
    byId('subline').textContent = this.#room?.description ?? ''
    document.title = this.#room ? `${title} · ${rooms.title}` : title
    this.#viewers.draw(this.#room)
  }

  #draw() {
    const room = this.#room
    const chat = room && chatOf(room)
    if (!room) this.#home = new Home(this.#services)
    if (room && isStage(room)) this.#stage = new Stage(this.#services, room)
    if (chat) this.#chat = new Chat(this.#services, chat, room.name)
    const parts = [this.#home?.element, this.#stage?.element ?? (chat && strip(room)), this.#chat?.element].filter(Boolean)
    byId('main').className = ['main', this.#stage && 'main-stage', this.#chat && 'main-chat'].filter(Boolean).join(' ')
    byId('main').replaceChildren(...(parts.length > 0 ? parts : [facts(room)]))
  }
}

/** A room with more than a chat says in one line what else it offers. */
function strip(room) {
  const others = featuresOf(room).filter(feature => feature !== 'Chat')
  if (others.length === 0) return null
  return h('div', { className: 'strip' }, roomIcon(room), h('span', { textContent: 'Also in this room' }), ...chips(others))
}

const facts = room => h('section', { className: 'facts' },
  h('span', { className: 'facts-icon' }, roomIcon(room)),
  h('h2', { textContent: room.name }),
  room.description ? h('p', { textContent: room.description }) : null,
  h('div', { className: 'chips' }, ...chips(featuresOf(room))),
  h('p', { className: 'quiet', textContent: 'This small page shows chats and stages. Open the event in its full web client to use this room.' }))

const chips = features => features.map(feature => h('span', { className: 'chip', textContent: feature }))
