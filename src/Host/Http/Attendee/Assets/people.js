// Profiles seen so far. Senders that arrive without a profile are asked for in one command per turn.

import { h } from './dom.js'

export class People extends EventTarget {
  #connection
  #users = new Map()
  #wanted = new Set()
  #asked = new Set()

  constructor(connection) {
    super()
    this.#connection = connection
  }

  get(id) {
    return this.#users.get(id)
  }

  add(users) {
    const list = Array.isArray(users) ? users : Object.values(users ?? {})
    for (const user of list) this.#users.set(user.id, user)
    if (list.length > 0) this.dispatchEvent(new CustomEvent('change', { detail: new Set(list.map(user => user.id)) }))
  }

  nameOf(id) {
    const user = this.#users.get(id)
    if (user?.deleted) return 'Deleted user'
    return user?.profile?.display_name || 'Somebody'
  }

  /** Fetches the profile unless it is known or already asked for. */
  want(id) {
    if (!id || this.#users.has(id) || this.#asked.has(id)) return
    if (this.#wanted.size === 0) setTimeout(() => this.#fetch())
    this.#wanted.add(id)
    this.#asked.add(id)
  }

  /** After a reconnect open questions have no answer any more. */
  forgetQuestions() {
    this.#asked.clear()
  }

  async #fetch() {
    const ids = [...this.#wanted]
    this.#wanted.clear()
    // The server reads at most 100 ids per command.
    for (let first = 0; first < ids.length; first += 100) {
      const part = ids.slice(first, first + 100)
      try {
        this.add(await this.#connection.call('user.fetch', { ids: part }))
      } catch {
        for (const id of part) this.#asked.delete(id)
      }
    }
  }
}

/** A coloured circle with initials; colour and letters depend on the user only, so everybody sees the same. */
export function avatar(id, name, className = 'avatar') {
  const element = h('span', { className, textContent: initialsOf(name), attributes: { 'aria-hidden': 'true' } })
  element.style.setProperty('--hue', hueOf(id ?? ''))
  return element
}

export function initialsOf(name) {
  const words = name.trim().split(/\s+/u).filter(Boolean)
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words
  return letters.map(word => [...word][0].toUpperCase()).join('') || '?'
}

function hueOf(id) {
  let hash = 0
  for (const character of id) hash = (hash * 31 + character.codePointAt(0)) >>> 0
  return hash % 360
}
