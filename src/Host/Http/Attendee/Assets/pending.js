// The messages at the end of a chat that are not confirmed yet.

import { h } from './dom.js'
import { State } from './outbox.js'

export class Pending {
  #outbox
  #channel
  #connection
  #actions

  element = h('ol', { className: 'pending-list', attributes: { 'aria-label': 'Messages that are not sent yet' } })

  /** @param actions `retry` and `discard` take an entry. */
  constructor({ outbox, connection }, channel, actions, signal) {
    this.#outbox = outbox
    this.#channel = channel
    this.#connection = connection
    this.#actions = actions
    outbox.addEventListener('change', event => event.detail === channel && this.#draw(), { signal })
    for (const name of ['authenticated', 'disconnected']) connection.addEventListener(name, () => this.#draw(), { signal })
    this.#draw()
  }

  #draw() {
    const entries = this.#outbox.entriesOf(this.#channel)
    this.element.hidden = entries.length === 0
    this.element.replaceChildren(...entries.map(entry => this.#entry(entry)))
  }

  #entry(entry) {
    const isFailed = entry.state === State.failed
    const text = isFailed ? entry.text : this.#connection.isReady ? 'Sending …' : 'Will be sent when the connection is back'
    const button = (label, run) => h('button', { className: 'text-button', type: 'button', textContent: label, onclick: run })
    return h('li', { className: `pending is-${entry.state}` },
      h('div', { className: 'bubble' }, h('div', { className: 'text', textContent: entry.body })),
      h('p', { className: 'pending-state', attributes: { role: 'status' } },
        h('span', { textContent: text }),
        isFailed ? h('span', { className: 'pending-actions' },
          button('Send again', () => this.#actions.retry(entry)),
          button('Discard', () => this.#actions.discard(entry))) : null))
  }
}
