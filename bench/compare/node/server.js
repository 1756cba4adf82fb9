// Every text message that a client sends goes to all clients, itself included. Usage: node server.js PORT
'use strict';

const { WebSocketServer } = require('ws');

const server = new WebSocketServer({
  host: '127.0.0.1',
  port: Number(process.argv[2]),
  backlog: 4096,
  perMessageDeflate: false,
});

server.on('connection', (client) => {
  client.on('error', () => {});
  client.on('message', (data) => {
    for (const receiver of server.clients) {
      receiver.send(data, { binary: false });
    }
  });
});

// The comparison holds the other end: no server outlives it.
process.stdin.on('end', () => process.exit(0));
process.stdin.resume();
