// Who is in the room, in its header: a list where this visitor may see it, a rough number elsewhere.

import { byId, h, icon } from './dom.js'
import { avatar } from './people.js'
import { crowdOf } from './roomkinds.js'

// Enough to find a friend; a full hall would make a very long list.
const maxNames = 200

export class Viewers {
  #services
  #room = null
  #button = byId('viewers')
  #panel = byId('viewers-panel')
  #crowd = byId('crowd')

  constructor(services) {
    this.#services = services
    const { presence, people } = services
    presence.addEventListener('change', () => this.draw())
    people.addEventListener('change', () => this.#drawPanel())
    this.#panel.addEventListener('toggle', () => {
      this.#button.setAttribute('aria-expanded', String(this.#isOpen))
      this.#drawPanel()
    })
  }

  /** @param room the open one, or null. */
  draw(room = this.#room) {
    this.#room = room
    const { viewers } = this.#services.presence
    const crowd = room && crowdOf(room)
    this.#button.hidden = !viewers
    if (viewers) {
      this.#button.replaceChildren(icon('people'), String(viewers.length))
      this.#button.setAttribute('aria-label', viewers.length === 1 ? '1 person is here' : `${viewers.length} people are here`)
    } else if (this.#isOpen) {
      this.#panel.hidePopover()
    }
    this.#crowd.hidden = Boolean(viewers) || !crowd
    if (crowd) {
      this.#crowd.replaceChildren(icon('people'), crowd.short)
      this.#crowd.setAttribute('aria-label', crowd.text)
      this.#crowd.title = crowd.text
    }
    this.#drawPanel()
  }

  get #isOpen() {
    return this.#panel.matches(':popover-open')
  }

  #drawPanel() {
    const { presence, people, profile } = this.#services
    const { viewers } = presence
    if (!viewers || !this.#isOpen) return
    const entries = viewers.map(id => ({ id, name: people.nameOf(id) })).sort((one, other) => one.name.localeCompare(other.name))
    this.#panel.replaceChildren(
      h('h2', { className: 'popover-title', textContent: 'In this room' }),
      h('ul', { className: 'people' }, ...entries.slice(0, maxNames).map(({ id, name }) =>
        h('li', {}, avatar(id, name), h('span', { className: 'people-name', textContent: name }), id === profile.id ? h('span', { className: 'chip', textContent: 'you' }) : null))),
      entries.length > maxNames ? h('p', { className: 'quiet', textContent: `… and ${entries.length - maxNames} more` }) : '')
  }
}
