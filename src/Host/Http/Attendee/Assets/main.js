// Puts the parts together: address bar -> room, connection -> state -> views.

import { Connection } from './connection.js'
import { Drawer } from './drawer.js'
import { credentials, takeTokenFromAddress } from './identity.js'
import { Outbox } from './outbox.js'
import { People } from './people.js'
import { Presence } from './presence.js'
import { Profile } from './profile.js'
import { RoomList } from './roomlist.js'
import { Rooms } from './rooms.js'
import { RoomView } from './roomview.js'
import { hideBanner, showBanner, showFinal, showToast } from './screens.js'
import { Unread } from './unread.js'

takeTokenFromAddress()

const connection = new Connection(socketAddress(), credentials)
const people = new People(connection)
const presence = new Presence(connection, people)
const rooms = new Rooms(connection)
const unread = new Unread(connection)
const outbox = new Outbox()
const profile = new Profile(connection, user => people.add([user]))
const services = { connection, outbox, people, presence, profile, rooms, unread }
const list = new RoomList(services)
const view = new RoomView(services)
const drawer = new Drawer()
let isStarted = false

connection.addEventListener('authenticated', event => {
  const payload = event.detail
  hideBanner()
  people.forgetQuestions()
  profile.use(payload['user.config'])
  unread.use(payload)
  rooms.use(payload['world.config'])
  if (isStarted) {
    view.resume()
  } else {
    isStarted = true
    route()
    profile.askIfNew()
  }
})

connection.addEventListener('disconnected', () => showBanner(isStarted ? 'Connection lost. Reconnecting …' : 'Connecting …'))
connection.addEventListener('final', event => showFinal(event.detail))
connection.addEventListener('reload', () => location.reload())
rooms.addEventListener('change', () => {
  // An open room that disappeared sends its visitors home.
  if (!isStarted || view.refresh()) return
  go('/')
  showToast('The room you were in is gone.')
})

addEventListener('popstate', route)
document.addEventListener('click', event => {
  const link = event.target.closest?.('a[data-link]')
  if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  event.preventDefault()
  go(link.getAttribute('href'))
})

connection.open()

function go(path) {
  if (path !== location.pathname) history.pushState(null, '', path)
  route()
}

function route() {
  drawer.close()
  const id = /^\/rooms\/([^/]+)/u.exec(location.pathname)?.[1]
  const room = id ? rooms.find(id) : undefined
  if (id && !room) history.replaceState(null, '', '/')
  list.open(room?.id ?? null)
  view.show(room)
}

function socketAddress() {
  const address = new URL(document.querySelector('meta[name="venueless-socket"]').content, location.href)
  address.protocol = address.protocol.replace('http', 'ws')
  return address.href
}
