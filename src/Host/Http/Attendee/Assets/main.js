// Puts the parts together: address bar -> room, connection -> state -> views.

import { Connection } from './connection.js'
import { Drawer } from './drawer.js'
import { credentials, takeTokenFromAddress } from './identity.js'
import { People } from './people.js'
import { Profile } from './profile.js'
import { RoomList } from './rooms.js'
import { RoomView } from './roomview.js'
import { hideBanner, showBanner, showFinal } from './screens.js'

takeTokenFromAddress()

const connection = new Connection(socketAddress(), credentials)
const people = new People(connection)
const rooms = new RoomList(connection)
const profile = new Profile(connection, user => people.add([user]))
const view = new RoomView({ connection, people, profile, rooms })
const drawer = new Drawer()
let isStarted = false

connection.addEventListener('authenticated', event => {
  const payload = event.detail
  hideBanner()
  people.forgetQuestions()
  profile.use(payload['user.config'])
  rooms.useChannels(payload['chat.channels'])
  rooms.usePointers(payload['chat.read_pointers'], payload['chat.notification_counts'])
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
  if (isStarted && view.refresh()) go('/')
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
  rooms.draw(room?.id ?? null)
  view.show(room)
}

function socketAddress() {
  const address = new URL(document.querySelector('meta[name="venueless-socket"]').content, location.href)
  address.protocol = address.protocol.replace('http', 'ws')
  return address.href
}
