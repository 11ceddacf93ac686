/** Faults in how MCP is carried over WebSocket: origins, subprotocols, frames, many clients, large data. */
import { makeClosePayload, OPCODE } from '../../../../adapters/websocket/frames.js';
import { defineFaults } from '../fault.js';
import {
  documentOf,
  dropped,
  ends,
  frames,
  isOwn,
  opcode,
  toEverybody,
  withId,
  withOddId,
} from './websocket-hooks.js';

const { text, binary, close } = OPCODE;
const MIB = 1024 * 1024;
const SUBPROTOCOL = 'sec-websocket-protocol';

/** What breaks the written binding, the draft SEP-1288, or nobody's sentence but users' hopes. */
export const webSocketBinding = defineFaults({
  'ws-any-origin': {
    requirement: 'websocket.origin-refused',
    how: 'Accepts upgrades from every web page.',
    websocket: {
      upgrade: ({ headers }) => {
        delete headers['origin'];
        return undefined;
      },
    },
  },
  'ws-origin-not-403': {
    requirement: 'rfc6455.origin-verified',
    how: 'Refuses upgrades from foreign web pages with 400.',
    websocket: {
      upgrade: ({ headers }) => (headers['origin'] === undefined ? undefined : '400 Bad Request'),
    },
  },
  'ws-any-host': {
    requirement: 'robustness.websocket-foreign-host',
    how: 'Accepts upgrades under every host name.',
    websocket: {
      upgrade: ({ headers }) => {
        headers['host'] = 'localhost';
        return undefined;
      },
    },
  },
  'ws-no-subprotocol': {
    requirement: 'websocket.subprotocol-named',
    how: 'Does not find mcp in a list of several subprotocols.',
    websocket: {
      answer: ({ headers }, upgrade) =>
        void (upgrade.headers[SUBPROTOCOL]?.includes(',') && delete headers[SUBPROTOCOL]),
    },
  },
  'ws-first-subprotocol': {
    requirement: 'websocket.subprotocol-named',
    how: 'Agrees to the first of several subprotocols, whatever it is.',
    websocket: {
      answer: ({ headers }, upgrade) => {
        const [first, second] = upgrade.headers[SUBPROTOCOL]?.split(', ') ?? [];
        if (second !== undefined && headers[SUBPROTOCOL] !== undefined) headers[SUBPROTOCOL] = first;
      },
    },
  },
  'ws-any-subprotocol': {
    requirement: 'websocket.foreign-subprotocol-refused',
    how: 'Accepts clients that speak something else, and names no subprotocol to them.',
    websocket: {
      upgrade: ({ headers }) => {
        if (headers[SUBPROTOCOL] === 'chat.example') delete headers[SUBPROTOCOL];
        return undefined;
      },
    },
  },
  'ws-wants-session-header': {
    requirement: 'websocket.headers-mean-nothing',
    how: 'Refuses an upgrade with a session id that it does not know.',
    websocket: {
      upgrade: ({ headers }) => ('mcp-session-id' in headers ? '404 Not Found' : undefined),
    },
  },
  'ws-latin1': {
    requirement: 'websocket.utf8',
    how: 'Writes messages as Latin-1 where there is other than ASCII.',
    websocket: {
      fromServer: frames(withOddId, (frame) => ({
        ...frame,
        payload: Buffer.from(frame.payload.toString('utf8'), 'latin1'),
      })),
    },
  },
  'ws-binary-replies': {
    requirement: 'websocket.text-messages',
    how: 'Sends its messages as binary ones.',
    websocket: { fromServer: frames(opcode(text), (frame) => ({ ...frame, opcode: binary })) },
  },
  'ws-two-documents': {
    requirement: 'websocket.one-document',
    how: 'Puts two documents into one message.',
    websocket: {
      fromServer: frames(withOddId, (frame) => ({
        ...frame,
        payload: `${frame.payload.toString()}\n{"jsonrpc":"2.0","method":"notifications/more"}`,
      })),
    },
  },
  'ws-reads-binary': {
    requirement: 'websocket.binary-refused',
    how: 'Reads binary messages like text.',
    websocket: { fromClient: frames(opcode(binary), (frame) => ({ ...frame, opcode: text })) },
  },
  'ws-malformed-ends-it': {
    requirement: 'websocket.malformed-survived',
    how: 'Ends the connection when a message is no JSON.',
    websocket: {
      fromClient: frames(
        (frame) => frame.opcode === text && frame.fin && !frame.payload.toString().endsWith('}'),
        ends,
      ),
    },
  },
  'ws-one-client-only': {
    requirement: 'websocket.several-connections',
    how: 'Serves only the oldest of the connections on which the same is asked.',
    websocket: {
      fromClient: frames(withId(1_000), (frame, at) => {
        const hands = [...at.open].filter(({ byHand }) => byHand);
        return hands[0] === at ? frame : undefined;
      }),
    },
  },
  'ws-tells-everybody': {
    requirement: 'websocket.replies-stay',
    how: 'Sends replies to every connection.',
    websocket: {
      fromServer: frames(withId(1_001), toEverybody),
    },
  },
  'ws-notifies-everybody': {
    requirement: 'websocket.server-messages-stay',
    how: 'Sends notifications to every connection.',
    websocket: { fromServer: frames(isOwn('notification'), toEverybody) },
  },
  'ws-asks-everybody': {
    requirement: 'websocket.server-messages-stay',
    how: 'Sends its requests to every connection.',
    revisions: ['2025-11-25'],
    websocket: { fromServer: frames(isOwn('request'), toEverybody) },
  },
  'ws-acknowledges-everybody': {
    requirement: 'websocket.server-messages-stay',
    how: 'Acknowledges a subscription on every connection.',
    revisions: ['2026-07-28'],
    websocket: {
      fromServer: frames(
        (frame) => documentOf(frame)['method'] === 'notifications/subscriptions/acknowledged',
        toEverybody,
      ),
    },
  },
  'ws-one-session': {
    requirement: 'websocket.connection-is-session',
    how: 'Refuses a handshake while another connection has done one.',
    websocket: {
      fromClient: (frame, at) => {
        const { method, id } = documentOf(frame);
        if (method !== 'initialize' || !at.byHand) return frame;
        const taken = [...at.open].some((other) => other !== at && other.channel['initialized'] === true);
        at.channel['initialized'] = true;
        if (!taken) return frame;
        const error = { code: -32600, message: 'Already initialized' };
        at.toClient({ opcode: text, payload: JSON.stringify({ jsonrpc: '2.0', id, error }) });
        return undefined;
      },
    },
  },
  'ws-takes-1-mib': {
    requirement: 'websocket.message-of-4-mib',
    how: 'Takes no message of more than 1 MiB.',
    websocket: {
      fromClient: frames(
        ({ payload }) => payload.length > MIB,
        (_frame, at) => {
          at.toClient({ opcode: close, payload: makeClosePayload(1009) });
          return undefined;
        },
      ),
    },
  },
  'ws-dies-of-huge-message': {
    requirement: 'robustness.websocket-huge-message',
    how: 'Serves nobody any more after a message of 64 MiB.',
    websocket: {
      fromClient: frames(
        ({ payload }) => payload.length > 32 * MIB,
        (_frame, at) => {
          at.memory['dead'] = true;
          at.end();
          return undefined;
        },
      ),
      upgrade: (_upgrade, { memory }) => (memory['dead'] === true ? '503 Service Unavailable' : undefined),
    },
  },
  'ws-loses-requests': {
    requirement: 'robustness.websocket-many-requests',
    how: 'Loses one request of many.',
    websocket: { fromClient: frames(withId(150), dropped) },
  },
  'ws-tired-of-drops': {
    requirement: 'robustness.websocket-abrupt-drops',
    how: 'Serves nobody any more after five connections that broke off in the middle of a message.',
    websocket: {
      fromClient: (frame, { channel }) => {
        channel['amid'] = !frame.fin;
        return frame;
      },
      gone: ({ channel, memory }) => {
        if (channel['amid'] === true) memory['drops'] = Number(memory['drops'] ?? 0) + 1;
      },
      upgrade: (_upgrade, { memory }) =>
        Number(memory['drops'] ?? 0) >= 5 ? '503 Service Unavailable' : undefined,
    },
  },
  'ws-forgets-session': {
    requirement: 'websocket.sep-1288-session-resumed',
    how: 'Begins a new session for a client that comes back with the id of an old one.',
    upstream: 'tools-only',
    request: ({ mcpSessionId: _, ...message }) => message,
    websocket: { profile: 'sep-1288' },
  },
  'ws-older-connection-1001': {
    requirement: 'websocket.sep-1288-older-connection-closed',
    how: 'Ends the older connection of a session with 1001.',
    upstream: 'tools-only',
    websocket: {
      profile: 'sep-1288',
      fromServer: frames(opcode(close), (frame) => ({ ...frame, payload: makeClosePayload(1001) })),
    },
  },
});
