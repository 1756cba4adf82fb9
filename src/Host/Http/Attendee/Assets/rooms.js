// The rooms this visitor can see, as the server tells and changes them.

/** Event: `change` after every change of a room or of the list. */
export class Rooms extends EventTarget {
  #rooms = []

  /** Of the world. */
  title = ''

  constructor(connection) {
    super()
    const on = (name, handle) => connection.addEventListener(`push:${name}`, event => handle(event.detail))
    on('world.updated', config => this.use(config))
    on('room.create', room => this.#replace([...this.#rooms.filter(known => known.id !== room.id), this.#complete(room)]))
    on('room.delete', ({ id }) => this.#replace(this.#rooms.filter(room => room.id !== id)))
    on('world.user_count_change', ({ room: id, users }) => this.#replace(this.#rooms.map(room => (room.id === id ? { ...room, users } : room))))
  }

  /** In the order of the screen. */
  get all() {
    return this.#rooms
  }

  find(id) {
    return this.#rooms.find(room => room.id === id)
  }

  /** Takes a world configuration: order and absence of rooms count. */
  use(config) {
    this.title = config.world.title
    this.#replace(config.rooms.map(room => this.#complete(room)))
  }

  // Keys that are missing in an update keep their value.
  #complete(room) {
    return { modules: [], permissions: [], ...this.find(room.id), ...room }
  }

  #replace(rooms) {
    this.#rooms = rooms
    this.dispatchEvent(new Event('change'))
  }
}
