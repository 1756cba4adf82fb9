// Refusals in words for people. Codes are for logs and tests.

const texts = {
  'protocol.denied': 'You may not do that here.',
  'chat.denied': 'You may not write here.',
  'channel.join.missing_profile': 'Please choose a name first.',
  'room.unknown': 'This room does not exist any more.',
  'room.unknown_reaction': 'This reaction is not known here.',
  'client.offline': 'Not connected. Please try again in a moment.',
  'client.lost': 'The connection broke before the server answered.',
  'client.timeout': 'The server did not answer. Please try again.',
  'server.unavailable': 'The server is busy. Please try again in a moment.',
}

export const explain = error => texts[error.code] ?? `That did not work: ${error.message}`

/** The banner says it already, and the page goes on by itself. */
export const isConnectionError = error => error.code === 'client.offline' || error.code === 'client.lost'

/** The server may or may not have done what it was told. */
export const isUnclear = error => error.code === 'client.lost' || error.code === 'client.timeout'
