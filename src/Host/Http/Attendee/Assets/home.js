// The start page: all rooms as cards.

import { h, KeyedList } from './dom.js'
import { marksOf } from './marks.js'
import { addressOf, chatOf, featuresOf, roomIcon } from './roomkinds.js'

export class Home {
  #services
  #title = h('h2')
  #text = h('p')
  #cards
  #listeners = new AbortController()

  constructor(services) {
    this.#services = services
    const list = h('ul', { className: 'cards' })
    this.#cards = new KeyedList(list, () => h('li', {}, h('a', { className: 'card', attributes: { 'data-link': '' } })), (element, room) => this.#drawCard(element.firstChild, room))
    this.element = h('section', { className: 'home' },
      h('div', { className: 'hero' }, h('p', { className: 'hero-small', textContent: 'Welcome to' }), this.#title, this.#text),
      list)
    const { unread, outbox } = services
    for (const source of [unread, outbox]) source.addEventListener('change', () => this.draw(), { signal: this.#listeners.signal })
    this.draw()
  }

  close() {
    this.#listeners.abort()
  }

  draw() {
    const { rooms } = this.#services
    this.#title.textContent = rooms.title
    this.#text.textContent = rooms.all.length === 0 ? 'There is no room for you here yet.' : 'Pick a room and say hello.'
    this.#cards.draw(rooms.all)
  }

  #drawCard(link, room) {
    const { elements } = marksOf(room, this.#services)
    link.href = addressOf(room)
    link.classList.toggle('has-chat', chatOf(room) !== null)
    link.replaceChildren(...[
      h('span', { className: 'card-icon' }, roomIcon(room)),
      h('span', { className: 'card-name', textContent: room.name }),
      room.description ? h('span', { className: 'card-text', textContent: room.description }) : null,
      h('span', { className: 'chips' }, ...featuresOf(room).map(feature => h('span', { className: 'chip', textContent: feature }))),
      h('span', { className: 'card-marks' }, ...elements),
    ].filter(Boolean))
  }
}
