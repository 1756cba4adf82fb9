// The stage of a room: what plays there, and the reactions of the audience above it.

import { h, link } from './dom.js'
import { explain, isConnectionError } from './errors.js'
import { Flight } from './flight.js'
import { Reactions } from './reactions.js'
import { featuresOf, roomIcon, streamAddressOf } from './roomkinds.js'

export class Stage {
  #presence
  #flight = new Flight()
  #reactions
  #trouble = h('div', { className: 'trouble', hidden: true, attributes: { role: 'status' } })
  #listeners = new AbortController()

  constructor({ connection, presence }, room) {
    this.#presence = presence
    this.#reactions = new Reactions(connection, room.id, this.#flight)
    const address = streamAddressOf(room)
    const screen = h('div', { className: 'stage-screen' },
      h('span', { className: 'stage-icon' }, roomIcon(room)),
      h('div', { className: 'chips' }, ...featuresOf(room).filter(feature => feature !== 'Chat').map(feature => h('span', { className: 'chip', textContent: feature }))),
      h('p', { className: 'stage-text' }, address ? link(address, 'Open the stream in a new tab') : 'The full web client plays the stream of this room.'),
      this.#trouble,
      ...this.#flight.elements)
    this.element = h('section', { className: 'stage', attributes: { 'aria-label': 'Stage' } }, screen, this.#reactions.element)
    presence.addEventListener('change', () => this.#drawTrouble(), { signal: this.#listeners.signal })
  }

  close() {
    this.#listeners.abort()
    this.#reactions.close()
    this.#flight.close()
  }

  #drawTrouble() {
    const { error } = this.#presence
    const isShown = error !== null && !isConnectionError(error)
    this.#trouble.hidden = !isShown
    this.#trouble.replaceChildren(...isShown
      ? [h('span', { textContent: explain(error) }), h('button', { className: 'text-button', type: 'button', textContent: 'Try again', onclick: () => this.#presence.enter() })]
      : [])
  }
}
