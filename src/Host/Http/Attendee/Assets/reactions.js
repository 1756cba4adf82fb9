// The buttons that send a reaction to everybody in the room.

import { h } from './dom.js'
import { explain } from './errors.js'

const names = { '👏': 'Applause', '❤️': 'Love', '👍': 'Thumbs up', '🤣': 'Laughing', '😮': 'Astonished' }

// The server counts each symbol once per person in this time; the button rests as long.
const restDuration = 2_000

// An own reaction flies at once and comes back with the count of all; older than this it is taken for somebody else's.
const ownReturnLimit = 4_000

export class Reactions {
  #connection
  #roomId
  #flight
  #ownSentAt = new Map()
  #hint = h('p', { className: 'hint', attributes: { role: 'status' } })
  #listeners = new AbortController()

  constructor(connection, roomId, flight) {
    this.#connection = connection
    this.#roomId = roomId
    this.#flight = flight
    const buttons = Object.entries(names).map(([symbol, name]) => this.#button(symbol, name))
    this.element = h('div', { className: 'reaction-bar' },
      h('div', { className: 'reaction-buttons', attributes: { role: 'group', 'aria-label': 'Reactions' } }, ...buttons),
      this.#hint)
    connection.addEventListener('push:room.reaction', event => this.#receive(event.detail), { signal: this.#listeners.signal })
  }

  close() {
    this.#listeners.abort()
  }

  #button(symbol, name) {
    const button = h('button', { className: 'reaction-button', type: 'button', title: name, attributes: { 'aria-label': name } },
      h('span', { textContent: symbol, attributes: { 'aria-hidden': 'true' } }))
    button.addEventListener('click', () => this.#send(button, symbol))
    return button
  }

  async #send(button, symbol) {
    // aria-disabled instead of disabled: the keyboard focus stays where it is.
    if (button.getAttribute('aria-disabled') === 'true') return
    this.#hint.textContent = ''
    if (!this.#connection.isReady) {
      this.#hint.textContent = explain({ code: 'client.offline' })
      return
    }
    button.setAttribute('aria-disabled', 'true')
    const wakeUp = setTimeout(() => button.removeAttribute('aria-disabled'), restDuration)
    this.#ownSentAt.set(symbol, performance.now())
    this.#flight.show({ [symbol]: 1 })
    try {
      await this.#connection.call('room.react', { room: this.#roomId, reaction: symbol })
    } catch (error) {
      this.#ownSentAt.delete(symbol)
      clearTimeout(wakeUp)
      button.removeAttribute('aria-disabled')
      this.#hint.textContent = explain(error)
    }
  }

  #receive({ room, reactions }) {
    if (room !== this.#roomId) return
    this.#flight.show(Object.fromEntries(Object.entries(reactions).map(([symbol, count]) => [symbol, count - this.#takeOwn(symbol)])))
  }

  /** 1 if the count contains an own reaction that flew already. */
  #takeOwn(symbol) {
    const sentAt = this.#ownSentAt.get(symbol)
    this.#ownSentAt.delete(symbol)
    return performance.now() - sentAt < ownReturnLimit ? 1 : 0
  }
}
