// The small marks behind a room's name: how many people are there, what is new, what was not sent.

import { h, icon } from './dom.js'
import { State } from './outbox.js'
import { chatOf, crowdOf } from './roomkinds.js'

/** @returns the elements to show, and whether the room holds something unread. */
export function marksOf(room, { unread, outbox }, isOpen = false) {
  const channel = chatOf(room)?.channel
  const crowd = crowdOf(room)
  const count = isOpen || !channel ? 0 : unread.countOf(channel)
  const isUnread = count > 0 || Boolean(!isOpen && channel && unread.hasNew(channel))
  // The open chat shows itself what is on its way.
  const isUnsent = Boolean(channel && outbox.entriesOf(channel).some(entry => entry.state === State.failed || !isOpen))
  return {
    isUnread,
    elements: [
      crowd && mark(`crowd crowd-${room.users}`, crowd.text, icon('people'), crowd.short),
      isUnsent && mark('unsent', 'message not sent', '!'),
      count > 0 ? mark('count', `${count} new for you`, count > 99 ? '99+' : String(count)) : isUnread && mark('unread', 'unread messages'),
    ].filter(Boolean),
  }
}

// One label instead of an icon and a number that nobody could follow by ear.
const mark = (className, label, ...content) => h('span', { className, title: label, attributes: { role: 'img', 'aria-label': label } }, ...content)
