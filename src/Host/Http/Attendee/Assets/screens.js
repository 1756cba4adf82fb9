// What lies above everything else: the banner of a lost connection, a short notice, and the page of an error that ends the visit.

import { byId, h } from './dom.js'
import { forgetToken, hasToken } from './identity.js'

const reload = { label: 'Reload', run: () => location.reload() }
const withoutToken = { label: 'Continue without this ticket', run: () => { forgetToken(); location.reload() } }

const toastDuration = 6_000
let toastTimer = 0

const texts = {
  'world.unknown_world': ['This event does not exist', 'It may have moved or ended. Check the address you were given.'],
  'connection.replaced': ['Opened somewhere else', 'You opened this event in more windows than it allows. This one was closed; reload to take over.', reload],
  'auth.denied': ['You have no access', 'This event does not admit you. If you think that is wrong, ask the organisers.'],
  'auth.invalid_token': ['Your ticket link is not valid', 'Please open the complete link from your confirmation once more.', withoutToken],
  'auth.expired_token': ['Your ticket link has expired', 'Ask the organisers for a new link, or open a newer one.', withoutToken],
  'auth.missing_token': ['A ticket is needed', 'This event is open to people with a personal link. Please open it from your confirmation.'],
  'auth.missing_id_or_token': ['Your browser sent no identity', 'Allow this page to store data and reload.', reload],
  'server.fatal': ['Something broke on the server', 'It was noted. Reload the page to try again.', reload],
}

export function showBanner(text) {
  const banner = byId('banner')
  banner.replaceChildren(h('span', { className: 'spinner', attributes: { 'aria-hidden': 'true' } }), text)
  banner.hidden = false
}

export function hideBanner() {
  byId('banner').hidden = true
}

export function showToast(text) {
  const toast = byId('toast')
  toast.textContent = text
  clearTimeout(toastTimer)
  toastTimer = setTimeout(() => toast.replaceChildren(), toastDuration)
}

export function showFinal({ code, message }) {
  hideBanner()
  for (const dialog of document.querySelectorAll('dialog[open]')) dialog.close()
  const [title, text, action] = texts[code] ?? ['The visit ended', message || 'Please reload the page.', reload]
  const mayForget = action !== withoutToken || hasToken()
  const button = action && mayForget ? h('button', { className: 'button', type: 'button', textContent: action.label, onclick: action.run }) : null
  const screen = h('main', { className: 'screen', attributes: { role: 'alert' } },
    h('span', { className: 'screen-mark', attributes: { 'aria-hidden': 'true' } }),
    h('h1', { textContent: title }),
    h('p', { textContent: text }),
    button,
    h('code', { textContent: code }))
  byId('app').replaceWith(screen)
  document.title = title
  button?.focus()
}
