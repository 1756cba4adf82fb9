// Small helpers to build elements. Data from others only ever becomes text: nothing here parses HTML.

const svgNamespace = 'http://www.w3.org/2000/svg'

/** h('p', { className: 'x', onclick: f }, 'text', child): properties are set as properties, `attributes` as attributes. */
export function h(tag, properties = {}, ...children) {
  const { attributes, ...rest } = properties
  const element = Object.assign(document.createElement(tag), rest)
  for (const [name, value] of Object.entries(attributes ?? {})) element.setAttribute(name, value)
  element.append(...children.filter(child => child !== null && child !== undefined))
  return element
}

/** A drawing of the sprite at the end of the page. */
export function icon(name) {
  const svg = document.createElementNS(svgNamespace, 'svg')
  svg.setAttribute('class', 'icon')
  svg.setAttribute('aria-hidden', 'true')
  const use = document.createElementNS(svgNamespace, 'use')
  use.setAttribute('href', `#icon-${name}`)
  svg.append(use)
  return svg
}

export const byId = id => document.getElementById(id)

/** A list whose entries keep their element while the data changes, and with it focus, hover and scroll position. Data need an `id`. */
export class KeyedList {
  #list
  #create
  #update
  #elements = new Map()

  constructor(list, create, update) {
    this.#list = list
    this.#create = create
    this.#update = update
  }

  draw(items) {
    const previous = this.#elements
    this.#elements = new Map()
    for (const item of items) {
      const element = previous.get(item.id) ?? this.#create()
      this.#elements.set(item.id, element)
      this.#update(element, item)
    }
    for (const [id, element] of previous) {
      if (!this.#elements.has(id)) element.remove()
    }
    let place = this.#list.firstElementChild
    for (const element of this.#elements.values()) {
      if (element === place) place = place.nextElementSibling
      else this.#list.insertBefore(element, place)
    }
  }
}

const linkPattern = /\bhttps?:\/\/[^\s<>"']+/gu
const mentionPattern = /@([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/giu

/** A message body as nodes: addresses become links, mentions become names, everything else is text. */
export function richText(body, nameOf) {
  const nodes = []
  let end = 0
  for (const match of body.matchAll(linkPattern)) {
    // A full stop or a bracket after an address belongs to the sentence.
    const address = match[0].replace(/[.,;:!?)\]}]+$/u, '')
    nodes.push(...mentions(body.slice(end, match.index), nameOf), link(address))
    end = match.index + address.length
  }
  nodes.push(...mentions(body.slice(end), nameOf))
  return nodes
}

/** Only http and https become links; anything else (javascript:, data:) stays text. */
export function link(address, label = address) {
  const url = parseUrl(address)
  if (!url || !/^https?:$/u.test(url.protocol)) return document.createTextNode(label)
  return h('a', { href: url.href, target: '_blank', rel: 'noopener noreferrer nofollow', textContent: label })
}

function parseUrl(address) {
  try {
    return new URL(address, location.href)
  } catch {
    return null
  }
}

function mentions(text, nameOf) {
  const nodes = []
  let end = 0
  for (const match of text.matchAll(mentionPattern)) {
    nodes.push(text.slice(end, match.index), h('span', { className: 'mention', textContent: `@${nameOf(match[1].toLowerCase())}` }))
    end = match.index + match[0].length
  }
  nodes.push(text.slice(end))
  return nodes
}

const timeFormat = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })
const dayFormat = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' })
const dayWithYearFormat = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })

export const timeOf = date => timeFormat.format(date)

export function dayOf(date, now = new Date()) {
  const days = Math.round((startOfDay(now) - startOfDay(date)) / 86_400_000)
  if (days === 0) return 'Today'
  if (days === 1) return 'Yesterday'
  return (date.getFullYear() === now.getFullYear() ? dayFormat : dayWithYearFormat).format(date)
}

const startOfDay = date => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()
