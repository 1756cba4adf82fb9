// The field in which a message is written. What is in it is kept as the channel's draft until it is sent.

import { h, icon } from './dom.js'

const maxHeight = 160

export class Composer {
  #input = null
  #hint = h('p', { className: 'hint', attributes: { role: 'status' } })

  /** @param onSend takes the text; false leaves it in the field. */
  constructor({ outbox }, chat, roomName, onSend) {
    if (!chat.maySend) {
      this.element = h('div', { className: 'composer' }, h('p', { className: 'read-only', textContent: 'You can read along here, but not write.' }), this.#hint)
      return
    }
    this.#input = h('textarea', {
      className: 'input', rows: 1, maxLength: 10_000, placeholder: `Message to ${roomName}`, value: outbox.draftOf(chat.channel),
      attributes: { 'aria-label': `Message to ${roomName}`, enterkeyhint: 'send', autocomplete: 'off' },
    })
    const button = h('button', { className: 'send', type: 'submit', attributes: { 'aria-label': 'Send' } }, icon('send'))
    this.element = h('form', { className: 'composer' }, h('div', { className: 'composer-row' }, this.#input, button), this.#hint)
    const submit = event => {
      event.preventDefault()
      const body = this.#input.value.trim()
      if (!body || !onSend(body)) return
      this.#input.value = ''
      outbox.setDraft(chat.channel, '')
      this.#fit()
      this.#input.focus({ preventScroll: true })
    }
    this.element.addEventListener('submit', submit)
    this.#input.addEventListener('keydown', event => {
      // While an input method composes, Enter belongs to it.
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) submit(event)
    })
    this.#input.addEventListener('input', () => {
      outbox.setDraft(chat.channel, this.#input.value)
      this.#fit()
    })
    if (this.#input.value) requestAnimationFrame(() => this.#fit())
  }

  /** On a touch screen the focus would cover half the room with a keyboard; there the visitor taps. */
  focus() {
    if (matchMedia('(hover: hover)').matches) this.#input?.focus({ preventScroll: true })
  }

  /** One line below the field, with a button if `retry` is given. */
  say(text, retry = null) {
    this.#hint.replaceChildren(text, retry ? h('button', { className: 'text-button', type: 'button', textContent: 'Try again', onclick: retry }) : '')
  }

  #fit() {
    this.#input.style.height = 'auto'
    this.#input.style.height = `${Math.min(this.#input.scrollHeight, maxHeight)}px`
  }
}
