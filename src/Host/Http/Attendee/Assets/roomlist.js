// The list of rooms in the sidebar.

import { byId, h, KeyedList } from './dom.js'
import { marksOf } from './marks.js'
import { addressOf, roomIcon } from './roomkinds.js'

export class RoomList {
  #services
  #openId = null
  #list
  #isPlanned = false

  constructor(services) {
    this.#services = services
    const list = h('ul', { className: 'room-list' })
    byId('rooms').replaceChildren(list)
    this.#list = new KeyedList(list, () => h('li', {}, h('a', { className: 'room-link', attributes: { 'data-link': '' } })), (element, room) => this.#drawEntry(element.firstChild, room))
    const { rooms, unread, outbox } = services
    for (const source of [rooms, unread, outbox]) source.addEventListener('change', () => this.#plan())
    document.addEventListener('visibilitychange', () => this.#plan())
  }

  open(roomId) {
    this.#openId = roomId
    this.#draw()
  }

  // Several changes of one moment are drawn together.
  #plan() {
    if (this.#isPlanned) return
    this.#isPlanned = true
    queueMicrotask(() => this.#draw())
  }

  #draw() {
    this.#isPlanned = false
    const { rooms } = this.#services
    byId('world-title').textContent = rooms.title
    this.#list.draw(rooms.all)
    // On a narrow screen the list is closed most of the time.
    const hasUnread = rooms.all.some(room => this.#marksOf(room).isUnread)
    byId('menu').classList.toggle('has-unread', hasUnread)
    byId('menu').setAttribute('aria-label', hasUnread ? 'Rooms, with unread messages' : 'Rooms')
  }

  #drawEntry(link, room) {
    const { isUnread, elements } = this.#marksOf(room)
    link.href = addressOf(room)
    link.classList.toggle('is-unread', isUnread)
    if (room.id === this.#openId) link.setAttribute('aria-current', 'page')
    else link.removeAttribute('aria-current')
    link.replaceChildren(roomIcon(room), h('span', { className: 'room-name', textContent: room.name }), ...elements)
  }

  // An open room is read, unless nobody looks.
  #marksOf(room) {
    return marksOf(room, this.#services, room.id === this.#openId && document.visibilityState === 'visible')
  }
}
