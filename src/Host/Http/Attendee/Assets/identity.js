// Who this browser is: a personal token out of the address, or a random id that it keeps.

const tokenKey = 'token'
const clientIdKey = 'clientId'

/** Takes `#token=...` out of the address bar into the storage: later visits need the plain address only. */
export function takeTokenFromAddress() {
  const token = new URLSearchParams(location.hash.slice(1)).get('token')
  if (!token) return
  localStorage.setItem(tokenKey, token)
  history.replaceState(history.state, '', location.pathname + location.search)
}

/** Body of the `authenticate` message. A token wins over the id. */
export function credentials() {
  const token = localStorage.getItem(tokenKey)
  return token ? { token } : { client_id: clientId() }
}

export const hasToken = () => localStorage.getItem(tokenKey) !== null

export const forgetToken = () => localStorage.removeItem(tokenKey)

function clientId() {
  let id = localStorage.getItem(clientIdKey)
  if (!id) {
    id = randomUuid()
    localStorage.setItem(clientIdKey, id)
  }
  return id
}

// crypto.randomUUID exists in secure contexts only, and a first look at the server often is plain http.
function randomUuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6] & 0x0f) | 0x40
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
