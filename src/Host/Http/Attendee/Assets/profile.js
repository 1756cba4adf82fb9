// The own name: asked on the first visit, changed later through the button in the sidebar.

import { byId, h, icon } from './dom.js'
import { explain } from './errors.js'
import { avatar } from './people.js'

export class Profile {
  #connection
  #user = null
  #dialog = byId('profile')
  #name = byId('profile-name')
  #onChange

  constructor(connection, onChange) {
    this.#connection = connection
    this.#onChange = onChange
    byId('me').addEventListener('click', () => this.edit())
    byId('profile-cancel').addEventListener('click', () => this.#dialog.close())
    byId('profile-form').addEventListener('submit', event => {
      event.preventDefault()
      this.#save()
    })
    this.#name.addEventListener('input', () => this.#drawAvatar())
    // Escape must not skip the first question: without a name there is no chat.
    this.#dialog.addEventListener('cancel', event => {
      if (!this.hasName) event.preventDefault()
    })
    connection.addEventListener('push:user.updated', event => {
      if (event.detail?.id === this.#user?.id) this.use({ ...this.#user, ...event.detail })
    })
  }

  get id() {
    return this.#user?.id
  }

  get hasName() {
    return Boolean(this.#user?.profile?.display_name)
  }

  /** Takes the own user object of the server. */
  use(user) {
    this.#user = user
    this.#drawButton()
    this.#onChange(user)
  }

  askIfNew() {
    const { profile } = this.#user
    if (!this.hasName || !profile.greeted) this.edit()
  }

  edit() {
    if (this.#dialog.open) return
    const isFirst = !this.hasName
    byId('profile-title').textContent = isFirst ? 'Welcome!' : 'Your profile'
    byId('profile-text').textContent = 'How should the others see you?'
    byId('profile-save').textContent = isFirst ? 'Join in' : 'Save'
    byId('profile-cancel').hidden = isFirst
    byId('profile-error').textContent = ''
    this.#name.value = this.#user?.profile?.display_name ?? ''
    this.#drawAvatar()
    this.#dialog.showModal()
    this.#name.focus()
  }

  async #save() {
    const displayName = this.#name.value.trim()
    if (!displayName) {
      byId('profile-error').textContent = 'Please enter a name.'
      return
    }
    // The server replaces the profile as a whole, so everything that is already in it is sent back.
    const profile = { ...this.#user.profile, display_name: displayName, greeted: true }
    byId('profile-save').disabled = true
    try {
      await this.#connection.call('user.update', { profile })
      this.use({ ...this.#user, profile })
      this.#dialog.close()
    } catch (error) {
      byId('profile-error').textContent = explain(error)
    } finally {
      byId('profile-save').disabled = false
    }
  }

  #drawButton() {
    const button = byId('me')
    const name = this.#user.profile?.display_name || 'Choose a name'
    button.replaceChildren(avatar(this.#user.id, name), h('span', { className: 'me-name', textContent: name }), icon('edit'))
    button.setAttribute('aria-label', `${name}, edit your profile`)
    button.hidden = false
  }

  #drawAvatar() {
    const fresh = avatar(this.#user?.id, this.#name.value, 'avatar avatar-large')
    fresh.id = 'profile-avatar'
    byId('profile-avatar').replaceWith(fresh)
  }
}
