// Reactions on their way over the stage. For people who asked for less motion: a quiet count instead.

import { h } from './dom.js'

// The server pushes about once a second. A full hall becomes this many symbols per push, and never more than twice that many at a time.
const symbolsPerPush = 24
const symbolsAtOnce = 48

// The symbols of one push take off spread over the second until the next push.
const takeOffSpread = 900
const quietCountDuration = 6_000

const calm = matchMedia('(prefers-reduced-motion: reduce)')

/** Shares `limit` symbols out: every reaction gets at least one, a frequent one gets more. Counts below the limit stay as they are. */
export function share(reactions, limit) {
  const counts = Object.entries(reactions).filter(([, count]) => count > 0)
  const total = counts.reduce((sum, [, count]) => sum + count, 0)
  const scale = Math.min(1, limit / total)
  return counts.map(([symbol, count]) => [symbol, Math.max(1, Math.floor(count * scale))])
}

export class Flight {
  #sky = h('div', { className: 'flight', attributes: { 'aria-hidden': 'true' } })
  #count = h('div', { className: 'quiet-count', hidden: true, attributes: { role: 'img' } })
  #totals = new Map()
  #timers = new Set()
  #countTimer = 0

  elements = [this.#sky, this.#count]

  close() {
    for (const timer of this.#timers) clearTimeout(timer)
    clearTimeout(this.#countTimer)
  }

  /** @param reactions counts by symbol. */
  show(reactions) {
    if (calm.matches) this.#countUp(reactions)
    // Nobody sees a hidden tab, and its animations would all start when it comes back.
    else if (document.visibilityState === 'visible') this.#launch(reactions)
  }

  #launch(reactions) {
    const symbols = share(reactions, symbolsPerPush).flatMap(([symbol, count]) => Array(count).fill(symbol))
    for (const symbol of symbols) {
      if (this.#timers.size + this.#sky.childElementCount >= symbolsAtOnce) return
      const timer = setTimeout(() => {
        this.#timers.delete(timer)
        this.#fly(symbol)
      }, symbols.length === 1 ? 0 : Math.random() * takeOffSpread)
      this.#timers.add(timer)
    }
  }

  #fly(symbol) {
    const element = h('span', { className: 'flying', textContent: symbol })
    element.style.left = `${8 + Math.random() * 84}%`
    this.#sky.append(element)
    const height = this.#sky.clientHeight
    const drift = () => `${Math.round((Math.random() - 0.5) * 60)}px`
    const flight = element.animate([
      { transform: 'translate(-50%, 0) scale(.4)', opacity: 0 },
      { transform: `translate(calc(-50% + ${drift()}), ${-height * 0.2}px) scale(1.15)`, opacity: 1, offset: 0.15 },
      { transform: `translate(calc(-50% + ${drift()}), ${-height * 0.6}px) scale(1)`, opacity: 1, offset: 0.6 },
      { transform: `translate(calc(-50% + ${drift()}), ${-height}px) scale(.9)`, opacity: 0 },
    ], { duration: 2_200 + Math.random() * 1_000, easing: 'cubic-bezier(.2, .6, .4, 1)' })
    flight.onfinish = () => element.remove()
  }

  #countUp(reactions) {
    for (const [symbol, count] of Object.entries(reactions)) {
      if (count > 0) this.#totals.set(symbol, (this.#totals.get(symbol) ?? 0) + count)
    }
    if (this.#totals.size === 0) return
    const text = [...this.#totals].map(([symbol, count]) => `${symbol} ${count}`).join('  ')
    this.#count.textContent = text
    this.#count.setAttribute('aria-label', `Reactions just now: ${text}`)
    this.#count.hidden = false
    clearTimeout(this.#countTimer)
    this.#countTimer = setTimeout(() => {
      this.#totals.clear()
      this.#count.hidden = true
    }, quietCountDuration)
  }
}
