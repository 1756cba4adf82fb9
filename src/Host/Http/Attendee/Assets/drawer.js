// The sidebar on narrow screens: a drawer over the content, closed by Escape, by its backdrop and by choosing a room.

import { byId } from './dom.js'

const narrow = matchMedia('(max-width: 760px)')

export class Drawer {
  #isOpen = false

  constructor() {
    byId('menu').addEventListener('click', () => this.#set(!this.#isOpen))
    byId('backdrop').addEventListener('click', () => this.close())
    document.addEventListener('keydown', event => {
      if (event.key !== 'Escape' || !this.#isOpen) return
      this.close()
      byId('menu').focus()
    })
    narrow.addEventListener('change', () => this.#set(false))
    this.#set(false)
  }

  close() {
    this.#set(false)
  }

  #set(isOpen) {
    this.#isOpen = isOpen
    const sidebar = byId('sidebar')
    sidebar.classList.toggle('is-open', isOpen)
    // A closed drawer is off the screen; it must be out of the tab order as well.
    sidebar.inert = narrow.matches && !isOpen
    byId('backdrop').hidden = !isOpen
    byId('menu').setAttribute('aria-expanded', String(isOpen))
    if (isOpen) sidebar.querySelector('[aria-current], a')?.focus()
  }
}
