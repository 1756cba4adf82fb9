// What the visitor wrote and the server did not confirm yet, by channel: the draft in the field, and messages on their way.
// Kept in the tab's storage, so that neither another room nor a reload loses a word.

const storageKey = 'outbox'

/** Of an entry: `waiting` goes out by itself, `sending` is on its way, `failed` waits for the visitor. */
export const State = Object.freeze({ waiting: 'waiting', sending: 'sending', failed: 'failed' })

/** Event: `change` (detail: channel). */
export class Outbox extends EventTarget {
  #drafts = new Map()
  #entries = new Map()

  constructor() {
    super()
    const { drafts = {}, entries = {} } = JSON.parse(sessionStorage.getItem(storageKey) ?? '{}')
    this.#drafts = new Map(Object.entries(drafts))
    // How far these came before the reload shows the history, or the visitor decides.
    const text = 'The page was reloaded before this was confirmed.'
    for (const [channel, list] of Object.entries(entries)) {
      this.#entries.set(channel, list.map(({ body, afterId, isUnclear }) => ({ body, afterId, isUnclear, state: State.failed, text })))
    }
  }

  draftOf(channel) {
    return this.#drafts.get(channel) ?? ''
  }

  setDraft(channel, text) {
    if (text) this.#drafts.set(channel, text)
    else this.#drafts.delete(channel)
    this.#save()
  }

  entriesOf(channel) {
    return this.#entries.get(channel) ?? []
  }

  add(channel, body) {
    this.#entries.set(channel, [...this.entriesOf(channel), { body, state: State.waiting, text: '', isUnclear: false, afterId: 0 }])
    this.#changed(channel)
  }

  update(channel, entry, changes) {
    Object.assign(entry, changes)
    this.#changed(channel)
  }

  remove(channel, entry) {
    const rest = this.entriesOf(channel).filter(other => other !== entry)
    if (rest.length > 0) this.#entries.set(channel, rest)
    else this.#entries.delete(channel)
    this.#changed(channel)
  }

  #changed(channel) {
    this.#save()
    this.dispatchEvent(new CustomEvent('change', { detail: channel }))
  }

  #save() {
    const entries = Object.fromEntries([...this.#entries].map(([channel, list]) => [channel, list.map(({ body, afterId, isUnclear, state }) =>
      ({ body, afterId, isUnclear: isUnclear || state === State.sending }))]))
    if (this.#drafts.size === 0 && this.#entries.size === 0) sessionStorage.removeItem(storageKey)
    else sessionStorage.setItem(storageKey, JSON.stringify({ drafts: Object.fromEntries(this.#drafts), entries }))
  }
}
