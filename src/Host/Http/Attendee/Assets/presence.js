// The room this visitor is in, and who else is there.

import { isEntered } from './roomkinds.js'

/** Event: `change` when the viewers or the error changed. */
export class Presence extends EventTarget {
  #connection
  #people
  #roomId = null
  #viewers = null
  #error = null

  constructor(connection, people) {
    super()
    this.#connection = connection
    this.#people = people
    // These pushes name no room: they are about the room that was entered, and mean nothing before its list arrived.
    connection.addEventListener('push:room.viewer.added', ({ detail }) => this.#add(detail.user))
    connection.addEventListener('push:room.viewer.removed', ({ detail }) => this.#remove(detail.user_id))
    connection.addEventListener('disconnected', () => this.#set(null, null))
  }

  /** Ids of the people in the room, or null where this visitor may not see them. */
  get viewers() {
    return this.#viewers && [...this.#viewers]
  }

  /** Why the room could not be entered, or null. */
  get error() {
    return this.#error
  }

  /**
   * Goes on to another room, or to none. Returns what has to be called once the new room's other commands are on their way: the old room is
   * left last, so that "somewhere" never becomes "nowhere" in between.
   */
  move(room) {
    const previousId = this.#roomId
    this.#roomId = room && isEntered(room) ? room.id : null
    this.enter()
    return () => {
      if (previousId && previousId !== this.#roomId) this.#connection.tell('room.leave', { room: previousId })
    }
  }

  /** Enters the current room, once more after a reconnect or an error. */
  async enter() {
    const id = this.#roomId
    this.#set(null, null)
    if (!id) return
    try {
      const { viewers } = await this.#connection.call('room.enter', { room: id })
      if (this.#roomId !== id) return
      this.#people.add(viewers)
      this.#set(viewers ? new Set(viewers.map(user => user.id)) : null, null)
    } catch (error) {
      if (this.#roomId === id) this.#set(null, error)
    }
  }

  #add(user) {
    this.#people.add([user])
    if (this.#viewers) this.#set(this.#viewers.add(user.id), null)
  }

  #remove(userId) {
    if (this.#viewers?.delete(userId)) this.#set(this.#viewers, null)
  }

  #set(viewers, error) {
    this.#viewers = viewers
    this.#error = error
    this.dispatchEvent(new Event('change'))
  }
}
