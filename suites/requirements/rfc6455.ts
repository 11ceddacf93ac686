/** Requirements of the WebSocket protocol (RFC 6455) on a server: handshake, frames, closing. */
import { defineRequirements } from './requirement.js';

const RFC6455 = 'https://www.rfc-editor.org/rfc/rfc6455';
const RFC9110 = 'https://www.rfc-editor.org/rfc/rfc9110';
const ws = { transports: ['websocket'], group: 'transport' } as const;
const must = { ...ws, level: 'MUST' } as const;

/** What RFC 6455 asks of a server, as far as a client can see it. */
export const rfc6455 = defineRequirements('sentence', {
  'rfc6455.handshake-answer': {
    ...must,
    text: 'An upgrade that the server accepts is answered with status 101, `Upgrade: websocket` and `Connection: Upgrade`.',
    sources: [`${RFC6455}#section-4.2.2`],
  },
  'rfc6455.accept-key': {
    ...must,
    text: "`Sec-WebSocket-Accept` is made from the client's key as the document says.",
    sources: [`${RFC6455}#section-4.2.2`],
  },
  'rfc6455.extensions-offered': {
    ...must,
    text: 'The server names no extension that the client did not offer.',
    sources: [`${RFC6455}#section-4.2.2`],
  },
  'rfc6455.subprotocol-offered': {
    ...must,
    text: 'The server names no subprotocol that the client did not offer, and at most one.',
    sources: [`${RFC6455}#section-4.2.2`],
  },
  'rfc6455.bad-handshake-refused': {
    ...must,
    text: 'An upgrade that lacks what it must have, such as the key, gets an HTTP error status.',
    sources: [`${RFC6455}#section-4.2.1`],
  },
  'rfc6455.unserved-path-refused': {
    ...must,
    text: 'An upgrade at a path where the server serves nothing gets an HTTP error status.',
    sources: [`${RFC6455}#section-4.2.2`],
  },
  'rfc6455.upgrade-in-any-case': {
    ...ws,
    level: 'SHOULD',
    text: 'An upgrade whose `Upgrade` is written in other letters, and whose `Connection` names more than that, is accepted.',
    sources: [`${RFC9110}#section-7.8`, `${RFC6455}#section-4.2.1`],
  },
  'rfc6455.unknown-fields-ignored': {
    ...ws,
    level: 'SHOULD',
    text: 'A header of the upgrade that nobody knows changes nothing.',
    sources: [`${RFC9110}#section-5.1`, `${RFC6455}#section-4.2.1`],
  },
  'rfc6455.version-refused': {
    ...must,
    text: 'An upgrade to a version that the server does not know gets an HTTP error status, and `Sec-WebSocket-Version` with those that it knows.',
    sources: [`${RFC6455}#section-4.2.2`],
  },
  'rfc6455.server-frames-unmasked': {
    ...must,
    text: 'No frame of the server is masked.',
    sources: [`${RFC6455}#section-5.1`],
  },
  'rfc6455.unmasked-frame-refused': {
    ...must,
    text: 'A frame of the client that is not masked ends the connection.',
    sources: [`${RFC6455}#section-5.1`],
  },
  'rfc6455.server-reserved-bits': {
    ...must,
    text: 'The reserved bits of every frame of the server are 0 where no extension is in use.',
    sources: [`${RFC6455}#section-5.2`],
  },
  'rfc6455.server-length-shortest': {
    ...must,
    text: 'The length of every frame of the server is written in the fewest bytes.',
    sources: [`${RFC6455}#section-5.2`],
  },
  'rfc6455.server-fragments-together': {
    ...must,
    text: 'Between the fragments of a message the server sends no other message, and it continues none that has not begun.',
    sources: [`${RFC6455}#section-5.4`],
  },
  'rfc6455.reserved-bits-refused': {
    ...must,
    text: 'A frame with a reserved bit that no extension gives a meaning ends the connection.',
    sources: [`${RFC6455}#section-5.2`],
  },
  'rfc6455.unknown-opcode-refused': {
    ...must,
    text: 'A frame with an opcode that has no meaning ends the connection.',
    sources: [`${RFC6455}#section-5.2`],
  },
  'rfc6455.fragments-reassembled': {
    ...must,
    text: 'A message that comes in fragments is read like one that comes in one frame.',
    sources: [`${RFC6455}#section-5.4`],
  },
  'rfc6455.control-amid-fragments': {
    ...must,
    text: 'A control frame between the fragments of a message is dealt with, and does no harm to the message.',
    sources: [`${RFC6455}#section-5.4`],
  },
  'rfc6455.server-control-frames': {
    ...must,
    text: 'Control frames of the server are whole, and hold at most 125 bytes.',
    sources: [`${RFC6455}#section-5.5`],
  },
  'rfc6455.close-answered': {
    ...must,
    text: 'A close frame is answered with a close frame.',
    sources: [`${RFC6455}#section-5.5.1`],
  },
  'rfc6455.close-amid-fragments': {
    ...must,
    text: 'A close frame between the fragments of a message is answered with a close frame.',
    sources: [`${RFC6455}#section-5.5.1`, `${RFC6455}#section-5.4`],
  },
  'rfc6455.server-close-payload': {
    ...must,
    text: 'A close frame of the server holds nothing, or a code of two bytes and a reason in UTF-8.',
    sources: [`${RFC6455}#section-5.5.1`],
  },
  'rfc6455.no-data-after-close': {
    ...must,
    text: 'After its close frame the server sends no message.',
    sources: [`${RFC6455}#section-5.5.1`],
  },
  'rfc6455.tcp-closed-after-close': {
    ...must,
    text: 'Once close frames have gone both ways, the server ends the TCP connection (within 2 s).',
    sources: [`${RFC6455}#section-5.5.1`],
  },
  'rfc6455.no-reserved-close-code': {
    ...must,
    text: 'No close frame of the server holds a code that is reserved for what is not sent (1005, 1006, 1015), or is below 1000.',
    sources: [`${RFC6455}#section-7.4.1`, `${RFC6455}#section-7.4.2`],
  },
  'rfc6455.ping-answered': {
    ...must,
    text: 'A ping frame is answered with a pong frame.',
    sources: [`${RFC6455}#section-5.5.2`],
  },
  'rfc6455.pong-echoes-ping': {
    ...must,
    text: 'A pong holds the data of the ping that it answers.',
    sources: [`${RFC6455}#section-5.5.3`],
  },
  'rfc6455.invalid-utf8-refused': {
    ...must,
    text: 'A text message that is no UTF-8 ends the connection.',
    sources: [`${RFC6455}#section-8.1`],
  },
  'rfc6455.nothing-after-failure': {
    ...must,
    text: 'What comes after a frame that ends the connection is not read.',
    sources: [`${RFC6455}#section-7.1.7`],
  },
  'rfc6455.failure-says-why': {
    ...ws,
    level: 'SHOULD',
    text: 'A connection that the server ends for what the client did gets a close frame with the fitting code first: 1002 for a broken frame, 1007 for text that is no UTF-8.',
    sources: [`${RFC6455}#section-7.1.7`, `${RFC6455}#section-7.4.1`],
  },
  'rfc6455.origin-verified': {
    ...ws,
    level: 'SHOULD',
    group: 'security',
    text: 'An upgrade from a foreign web page, told by its `Origin`, gets status 403.',
    sources: [`${RFC6455}#section-10.2`],
  },
});
