// The websocket: login, calls with replies, pushes, keepalive and reconnect. It knows no command of any module.

const reconnectDelay = 1_000
const pingInterval = 10_000
const loginLimit = 60_000
const callLimit = 15_000

/** Errors that end the visit when they arrive without an id: the page shows them and does not come back by itself. */
const finalCodes = new Set([
  'world.unknown_world', 'auth.invalid_token', 'auth.denied', 'auth.missing_token', 'auth.expired_token',
  'auth.missing_id_or_token', 'connection.replaced', 'server.fatal',
])

export class CallError extends Error {
  constructor(code, message) {
    super(message || code)
    this.code = code
  }
}

/**
 * Events: `authenticated` (detail: payload), `disconnected`, `final` (detail: error object), `reload`,
 * and `push:<name>` (detail: payload) for everything the server sends on its own.
 */
export class Connection extends EventTarget {
  #address
  #credentials
  #socket = null
  #nextId = 1
  #calls = new Map()
  #pongArrived = true
  #pingTimer = 0
  #loginTimer = 0
  #isFinished = false

  isReady = false

  constructor(address, credentials) {
    super()
    this.#address = address
    this.#credentials = credentials
  }

  open() {
    const socket = new WebSocket(this.#address)
    this.#socket = socket
    this.#nextId = 1
    // From here and not from `open`: a network that swallows everything never opens the socket either.
    this.#loginTimer = setTimeout(() => this.#lose(), loginLimit)
    socket.onopen = () => this.#write(['authenticate', this.#credentials()])
    socket.onmessage = message => this.#receive(message.data)
    socket.onclose = () => this.#lose()
  }

  /**
   * Sends a command; resolves with the payload of `success`, rejects with a CallError: the server's refusal, or `client.offline` (never sent),
   * `client.lost` (sent, but the connection broke before the answer), `client.timeout`. Nothing is ever repeated here.
   */
  call(name, body) {
    if (!this.isReady) return Promise.reject(new CallError('client.offline', 'Not connected.'))
    const id = this.#nextId++
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#calls.delete(id)
        reject(new CallError('client.timeout', 'The server did not answer in time.'))
      }, callLimit)
      this.#calls.set(id, { resolve, reject, timer })
      this.#write([name, id, body])
    })
  }

  /** Sends a command whose outcome changes nothing here (leaving, unsubscribing, read marks). */
  tell(name, body) {
    this.call(name, body).catch(() => {})
  }

  finish() {
    this.#isFinished = true
    this.#lose()
  }

  #write(message) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message))
  }

  #receive(text) {
    const [name, ...rest] = JSON.parse(text) // What is no array throws, is logged by the browser and harms nobody.
    switch (name) {
      case 'authenticated':
        clearTimeout(this.#loginTimer)
        this.isReady = true
        this.#pongArrived = true
        this.#pingTimer = setInterval(() => this.#ping(), pingInterval)
        this.#emit('authenticated', rest[0])
        break
      case 'success':
        this.#take(rest[0])?.resolve(rest[1] ?? {})
        break
      case 'error':
        this.#fail(rest)
        break
      case 'pong':
        this.#pongArrived = true
        break
      case 'connection.reload':
        this.finish()
        this.#emit('reload')
        break
      default:
        this.#emit(`push:${name}`, rest[0])
    }
  }

  #fail(rest) {
    const error = rest.at(-1)
    if (rest.length > 1) {
      // A late answer of a call that already gave up says nothing about the connection.
      this.#take(rest[0])?.reject(new CallError(error.code, error.message))
    } else if (finalCodes.has(error?.code)) {
      this.finish()
      this.#emit('final', error)
    }
  }

  #take(id) {
    const call = this.#calls.get(id)
    if (!call) return undefined
    this.#calls.delete(id)
    clearTimeout(call.timer)
    return call
  }

  #ping() {
    if (!this.#pongArrived) {
      this.#lose()
      return
    }
    this.#pongArrived = false
    this.#write(['ping', Date.now()])
  }

  // Runs once per socket. A dead network answers no closing handshake, so the socket is dropped here and not in its own `close` event.
  #lose() {
    const socket = this.#socket
    if (!socket) return
    this.#socket = null
    socket.onopen = socket.onmessage = socket.onclose = null
    socket.close()
    clearTimeout(this.#loginTimer)
    clearInterval(this.#pingTimer)
    this.isReady = false
    const calls = [...this.#calls.values()]
    this.#calls.clear()
    for (const call of calls) {
      clearTimeout(call.timer)
      call.reject(new CallError('client.lost', 'The connection was lost.'))
    }
    if (this.#isFinished) return
    this.#emit('disconnected')
    setTimeout(() => this.open(), reconnectDelay)
  }

  #emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }))
  }
}
