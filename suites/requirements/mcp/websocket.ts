/** Requirements of MCP over WebSocket: text messages, subprotocol, sessions, bad input, origins. */
import { defineRequirements } from '../requirement.js';

const PAGE = 'https://unpkg.com/mcp-transport-conformance/adapters/websocket/README.md';
const SEP = 'https://github.com/modelcontextprotocol/modelcontextprotocol/pull/1287';
const ws = { transports: ['websocket'], group: 'transport' } as const;
const must = { ...ws, level: 'MUST', own: true } as const;
const should = { ...ws, level: 'SHOULD', own: true } as const;

/** The binding of MCP to WebSocket: our own page, the draft SEP-1288, and what the specification says of every transport. */
export const webSocketBinding = defineRequirements('sentence', {
  'websocket.utf8': {
    ...ws,
    level: 'MUST',
    text: 'The server reads and writes messages as UTF-8.',
    sources: [
      '2026-07-28/basic/transports/index#messages',
      '2025-11-25/basic/transports',
      '2025-06-18/basic/transports',
      '2025-03-26/basic/transports',
      'https://www.rfc-editor.org/rfc/rfc6455#section-5.6',
    ],
    from: '2025-03-26',
  },
  'websocket.text-messages': {
    ...must,
    text: 'Every message of the server is a text message.',
    sources: [`${PAGE}#messages`, SEP],
  },
  'websocket.one-document': {
    ...must,
    text: 'Every message of the server is one JSON-RPC document, and no batch but at 2025-03-26.',
    sources: [`${PAGE}#messages`, `${PAGE}#batches`],
  },
  'websocket.subprotocol-named': {
    ...must,
    text: 'A server that is offered the subprotocol `mcp` names it in its answer.',
    sources: [`${PAGE}#subprotocol`],
  },
  'websocket.foreign-subprotocol-refused': {
    ...should,
    text: 'An upgrade that offers subprotocols of others only gets status 400.',
    sources: [`${PAGE}#subprotocol`],
  },
  'websocket.headers-mean-nothing': {
    ...must,
    text: 'MCP headers in the upgrade change nothing about what is served.',
    sources: [`${PAGE}#metadata`],
  },
  'websocket.binary-refused': {
    ...must,
    text: 'A binary message ends the connection with the code 1003.',
    sources: [`${PAGE}#messages`, SEP],
  },
  'websocket.malformed-survived': {
    ...must,
    text: 'A text message that is no JSON, or no JSON-RPC, leaves the connection open and requests answered.',
    sources: [`${PAGE}#errors`],
  },
  'websocket.several-connections': {
    ...must,
    text: 'Several connections are served at the same time.',
    sources: [`${PAGE}#connection`],
  },
  'websocket.replies-stay': {
    ...must,
    text: 'What is asked on one connection is answered there, and on no other.',
    sources: [`${PAGE}#connection`],
  },
  'websocket.server-messages-stay': {
    ...must,
    text: 'What the server says for one connection, notifications and requests of its own, comes on no other.',
    sources: [`${PAGE}#connection`],
  },
  'websocket.connection-is-session': {
    ...must,
    text: 'A connection has a session of its own: each one does its handshake, whatever others have done.',
    sources: [`${PAGE}#legacy-era`],
    to: '2025-11-25',
  },
  'websocket.message-of-4-mib': {
    ...should,
    text: 'A message of 4 MiB is taken.',
    sources: [`${PAGE}#limits`],
  },
  'websocket.origin-refused': {
    ...must,
    group: 'security',
    text: 'An upgrade from a foreign web page, told by its `Origin`, is refused.',
    sources: [`${PAGE}#security`],
  },
  'websocket.sep-1288-session-resumed': {
    ...must,
    text: 'initialize on a second connection, with the `mcpSessionId` that the server gave out, is answered with a result and that same id.',
    sources: [SEP],
    to: '2025-11-25',
  },
  'websocket.sep-1288-older-connection-closed': {
    ...must,
    text: 'Once a session is taken up on a second connection, the server closes the first with the code 1000.',
    sources: [SEP],
    to: '2025-11-25',
  },
});
