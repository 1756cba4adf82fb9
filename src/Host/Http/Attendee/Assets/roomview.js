// The main area: the start page with all rooms, or one room with its chat.

import { byId, h } from './dom.js'
import { Chat } from './chat.js'
import { addressOf, chatOf, featuresOf, isEntered, roomIcon } from './rooms.js'

export class RoomView {
  #services
  #room = null
  #chat = null
  #enteredId = null

  constructor(services) {
    this.#services = services
  }

  /** Shows the room, or the start page for undefined. */
  show(room) {
    const previousChat = this.#chat
    const previousEnteredId = this.#enteredId
    const { connection } = this.#services
    this.#room = room ?? null
    this.#chat = null
    this.#enteredId = null
    // The order of the original client: enter the new room before the old one is left, so that "somewhere" never becomes "nowhere".
    this.#enter()
    previousChat?.close()
    byId('main').scrollTop = 0
    if (room) this.#drawRoom()
    else this.#drawHome()
    if (previousEnteredId && previousEnteredId !== this.#enteredId) connection.tell('room.leave', { room: previousEnteredId })
    this.#chat?.start()
    this.#chat?.focus()
  }

  /** Everything a new connection has to be told about the open room. */
  resume() {
    this.#enter()
    this.#chat?.start()
  }

  /** The rooms changed: redraws what shows them. True if the open room is gone. */
  refresh() {
    const { rooms } = this.#services
    if (!this.#room) {
      this.#drawHome()
      return false
    }
    const room = rooms.find(this.#room.id)
    if (!room) return true
    const isOtherChat = JSON.stringify(chatOf(room)) !== JSON.stringify(chatOf(this.#room))
    this.#room = room
    if (isOtherChat) this.show(room)
    else this.#drawHeadline()
    return false
  }

  #enter() {
    if (!this.#room || !isEntered(this.#room)) return
    this.#enteredId = this.#room.id
    this.#services.connection.tell('room.enter', { room: this.#room.id })
  }

  #drawHeadline() {
    const { rooms } = this.#services
    const title = this.#room?.name ?? rooms.title
    byId('headline').textContent = title
    byId('subline').textContent = this.#room?.description ?? ''
    document.title = this.#room ? `${title} · ${rooms.title}` : title
  }

  #drawRoom() {
    this.#drawHeadline()
    const chat = chatOf(this.#room)
    if (!chat) {
      byId('main').className = 'main'
      byId('main').replaceChildren(this.#facts())
      return
    }
    this.#chat = new Chat(this.#services, chat, this.#room.name)
    byId('main').className = 'main main-chat'
    byId('main').replaceChildren(...[this.#strip(), this.#chat.element].filter(Boolean))
  }

  /** A room with more than a chat says in one line what else it offers. */
  #strip() {
    const others = featuresOf(this.#room).filter(feature => feature !== 'Chat')
    if (others.length === 0) return null
    return h('div', { className: 'strip' }, roomIcon(this.#room), h('span', { textContent: 'Also in this room' }), ...chips(others))
  }

  #facts() {
    const features = featuresOf(this.#room)
    return h('section', { className: 'facts' },
      h('span', { className: 'facts-icon' }, roomIcon(this.#room)),
      h('h2', { textContent: this.#room.name }),
      this.#room.description ? h('p', { textContent: this.#room.description }) : null,
      h('div', { className: 'chips' }, ...chips(features)),
      h('p', { className: 'quiet', textContent: 'This small page shows chats. Open the event in its full web client to use this room.' }))
  }

  #drawHome() {
    this.#drawHeadline()
    const { rooms } = this.#services
    byId('subline').textContent = ''
    byId('main').className = 'main'
    byId('main').replaceChildren(h('section', { className: 'home' },
      h('div', { className: 'hero' },
        h('p', { className: 'hero-small', textContent: 'Welcome to' }),
        h('h2', { textContent: rooms.title }),
        h('p', { textContent: rooms.all.length === 0 ? 'There is no room for you here yet.' : 'Pick a room and say hello.' })),
      h('ul', { className: 'cards' }, ...rooms.all.map(card))))
  }
}

function card(room) {
  const link = h('a', { className: 'card', href: addressOf(room), attributes: { 'data-link': '' } },
    h('span', { className: 'card-icon' }, roomIcon(room)),
    h('span', { className: 'card-name', textContent: room.name }),
    room.description ? h('span', { className: 'card-text', textContent: room.description }) : null,
    h('span', { className: 'chips' }, ...chips(featuresOf(room))))
  link.classList.toggle('has-chat', chatOf(room) !== null)
  return h('li', {}, link)
}

const chips = features => features.map(feature => h('span', { className: 'chip', textContent: feature }))
