// Delivers the waiting messages of one channel, one after the other and none twice.

import { explain, isConnectionError, isUnclear } from './errors.js'
import { State } from './outbox.js'

export class Sender {
  #connection
  #outbox
  #channel
  #join
  #newestId
  #onSent
  #isReady = false
  #isRunning = false

  /**
   * @param join makes the visitor a member if that is needed.
   * @param newestId the newest known event: what is older cannot be the message.
   * @param onSent takes the stored event.
   */
  constructor({ connection, outbox }, channel, { join, newestId, onSent }) {
    this.#connection = connection
    this.#outbox = outbox
    this.#channel = channel
    this.#join = join
    this.#newestId = newestId
    this.#onSent = onSent
  }

  /** The channel is subscribed and its history was looked through. */
  start() {
    this.#isReady = true
    this.#run()
  }

  /** What is on its way ends its way; the rest waits. */
  stop() {
    this.#isReady = false
  }

  send(body) {
    this.#outbox.add(this.#channel, body)
    this.#run()
  }

  retry(entry) {
    this.#outbox.update(this.#channel, entry, { state: State.waiting, text: '', isUnclear: false })
    this.#run()
  }

  /** An own message appeared: if its delivery was in doubt, it no longer is. */
  confirm(event) {
    if (event.content?.type !== 'text' || event.replaces) return
    const entry = this.#outbox.entriesOf(this.#channel)
      .find(candidate => candidate.isUnclear && candidate.body === event.content.body && event.event_id > candidate.afterId)
    if (entry) this.#outbox.remove(this.#channel, entry)
  }

  async #run() {
    if (this.#isRunning) return
    this.#isRunning = true
    for (let entry = this.#next(); entry; entry = this.#next()) await this.#deliver(entry)
    this.#isRunning = false
  }

  #next() {
    if (!this.#isReady || !this.#connection.isReady) return undefined
    return this.#outbox.entriesOf(this.#channel).find(entry => entry.state === State.waiting)
  }

  async #deliver(entry) {
    const update = changes => this.#outbox.update(this.#channel, entry, changes)
    update({ state: State.sending, text: '', afterId: this.#newestId() ?? 0 })
    let isOnItsWay = false
    try {
      await this.#join()
      isOnItsWay = true
      const { event } = await this.#connection.call('chat.send', {
        channel: this.#channel, event_type: 'channel.message', content: { type: 'text', body: entry.body },
      })
      this.#outbox.remove(this.#channel, entry)
      if (event) this.#onSent(event)
    } catch (error) {
      const wasNeverSent = error.code === 'client.offline' || (!isOnItsWay && isConnectionError(error))
      if (wasNeverSent) update({ state: State.waiting })
      else update({ state: State.failed, text: explain(error), isUnclear: isOnItsWay && isUnclear(error) })
    }
  }
}
