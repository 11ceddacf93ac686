/** Faults against RFC 6455: the handshake, masking, fragments, control frames and closing. */
import { isUtf8 } from 'node:buffer';
import { makeClosePayload, OPCODE } from '../../../../adapters/websocket/frames.js';
import { defineFaults } from '../fault.js';
import {
  amidMessage,
  byHand,
  documentOf,
  dropped,
  ends,
  frames,
  isControl,
  opcode,
} from './websocket-hooks.js';

const { continuation, text, close, ping, pong } = OPCODE;
const codeOf = (payload: Buffer): number => (payload.length < 2 ? 0 : payload.readUInt16BE(0));
const PROTOCOL_CODES = [1002, 1007];
/** An opcode without a meaning. */
const UNKNOWN = 3;

/** What breaks RFC 6455, and what happens to servers below their library. */
export const websocket = defineFaults({
  'ws-answer-without-connection': {
    requirement: 'rfc6455.handshake-answer',
    how: 'Leaves out `Connection: Upgrade` where the field names of the client are in lower case.',
    websocket: { answer: ({ headers }, { byHand }) => void (byHand && delete headers['connection']) },
  },
  'ws-wrong-accept': {
    requirement: 'rfc6455.accept-key',
    how: 'Makes up `Sec-WebSocket-Accept` where the field names of the client are in lower case.',
    websocket: {
      answer: ({ headers }, { byHand }) =>
        void (byHand && (headers['sec-websocket-accept'] = 'bm90IHJpZ2h0')),
    },
  },
  'ws-unasked-extension': {
    requirement: 'rfc6455.extensions-offered',
    how: 'Names permessage-deflate to a client that writes field names in lower case and did not offer it.',
    websocket: {
      answer: ({ headers }, { byHand }) =>
        void (byHand && (headers['sec-websocket-extensions'] = 'permessage-deflate')),
    },
  },
  'ws-foreign-subprotocol': {
    requirement: 'rfc6455.subprotocol-offered',
    how: 'Answers an offer that has chat.example in it with a subprotocol that is not.',
    websocket: {
      answer: ({ headers }, upgrade) => {
        if (upgrade.headers['sec-websocket-protocol']?.includes('chat.example'))
          headers['sec-websocket-protocol'] = 'superchat.example';
      },
    },
  },
  'ws-needs-no-key': {
    requirement: 'rfc6455.bad-handshake-refused',
    how: 'Accepts an upgrade without a key.',
    websocket: {
      upgrade: ({ headers }) => {
        headers['sec-websocket-key'] ??= 'bWFuIGluIHRoZSBtaWRkbA==';
        return undefined;
      },
    },
  },
  'ws-page-at-unknown-path': {
    requirement: 'rfc6455.unserved-path-refused',
    how: 'Answers an upgrade at a path that nobody serves with a page and status 200.',
    websocket: { upgrade: ({ line }) => (line.includes('/mcptc-unknown-path') ? '200 OK' : undefined) },
  },
  'ws-upgrade-in-one-case': {
    requirement: 'rfc6455.upgrade-in-any-case',
    how: 'Refuses an upgrade to WebSocket, with capital letters.',
    websocket: {
      upgrade: ({ headers }) => (headers['upgrade'] === 'websocket' ? undefined : '400 Bad Request'),
    },
  },
  'ws-unknown-field-refused': {
    requirement: 'rfc6455.unknown-fields-ignored',
    how: 'Refuses an upgrade with a header that it does not know.',
    websocket: {
      upgrade: ({ headers }) => ('x-mcptc-unknown' in headers ? '400 Bad Request' : undefined),
    },
  },
  'ws-any-version': {
    requirement: 'rfc6455.version-refused',
    how: 'Accepts an upgrade to any version.',
    websocket: {
      upgrade: ({ headers }) => {
        headers['sec-websocket-version'] = '13';
        return undefined;
      },
    },
  },
  'ws-version-without-list': {
    requirement: 'rfc6455.version-refused',
    how: 'Refuses an unknown version without saying which ones it knows.',
    websocket: {
      answer: (answer, { headers }) => {
        if (headers['sec-websocket-version'] === '13') return;
        answer.line = 'HTTP/1.1 400 Bad Request';
        delete answer.headers['sec-websocket-version'];
      },
    },
  },
  'ws-masks-frames': {
    requirement: 'rfc6455.server-frames-unmasked',
    how: 'Masks its frames.',
    websocket: { fromServer: frames(byHand, (frame) => ({ ...frame, masked: true })) },
  },
  'ws-takes-unmasked': {
    requirement: 'rfc6455.unmasked-frame-refused',
    how: 'Takes frames without a mask.',
    websocket: { fromClient: (frame) => ({ ...frame, masked: true }) },
  },
  'ws-sets-reserved-bit': {
    requirement: 'rfc6455.server-reserved-bits',
    how: 'Sets RSV1 in its frames.',
    websocket: { fromServer: frames(byHand, (frame) => ({ ...frame, rsv: 4 })) },
  },
  'ws-long-heads': {
    requirement: 'rfc6455.server-length-shortest',
    how: 'Writes every length in eight bytes.',
    websocket: { fromServer: frames(byHand, (frame) => ({ ...frame, longHead: true })) },
  },
  'ws-continues-nothing': {
    requirement: 'rfc6455.server-fragments-together',
    how: 'Sends an empty continuation after each message that has ended.',
    websocket: {
      fromServer: frames(
        (frame, at) => byHand(frame, at) && frame.opcode === text,
        (frame) => [frame, { opcode: continuation, masked: false }],
      ),
    },
  },
  'ws-ignores-reserved-bits': {
    requirement: 'rfc6455.reserved-bits-refused',
    how: 'Ignores reserved bits.',
    websocket: { fromClient: (frame) => ({ ...frame, rsv: 0 }) },
  },
  'ws-ignores-opcode': {
    requirement: 'rfc6455.unknown-opcode-refused',
    how: 'Passes over frames with an unknown opcode.',
    websocket: {
      fromClient: frames((frame) => !Object.values<number>(OPCODE).includes(frame.opcode), dropped),
    },
  },
  'ws-no-fragments': {
    requirement: 'rfc6455.fragments-reassembled',
    how: 'Does not put fragments together.',
    websocket: { fromClient: frames((frame) => !frame.fin || frame.opcode === continuation, dropped) },
  },
  'ws-deaf-amid-fragments': {
    requirement: 'rfc6455.control-amid-fragments',
    how: 'Passes over a ping that comes between fragments.',
    websocket: { fromClient: frames((frame, at) => amidMessage(frame, at) && isControl(frame), dropped) },
  },
  'ws-fragmented-pong': {
    requirement: 'rfc6455.server-control-frames',
    how: 'Cuts its pongs in two.',
    websocket: {
      fromServer: frames(opcode(pong), (frame) => [
        { ...frame, fin: false },
        { opcode: continuation, masked: false },
      ]),
    },
  },
  'ws-close-unanswered': {
    requirement: 'rfc6455.close-answered',
    how: 'Does not answer a close frame.',
    websocket: { fromClient: frames(opcode(close), dropped) },
  },
  'ws-close-amid-fragments-unanswered': {
    requirement: 'rfc6455.close-amid-fragments',
    how: 'Passes over a close frame that comes between fragments.',
    websocket: {
      fromClient: frames((frame, at) => amidMessage(frame, at) && frame.opcode === close, dropped),
    },
  },
  'ws-half-a-close-code': {
    requirement: 'rfc6455.server-close-payload',
    how: 'Puts one byte into its close frames.',
    websocket: { fromServer: frames(opcode(close), (frame) => ({ ...frame, payload: '!' })) },
  },
  'ws-reads-on-after-failure': {
    requirement: 'rfc6455.nothing-after-failure',
    how: 'Answers what came after a frame with an unknown opcode, and then ends the connection.',
    websocket: {
      fromClient: (frame, at) => {
        const { id } = documentOf(frame);
        if (at.channel['failed'] === undefined || id === undefined) {
          if (frame.opcode === UNKNOWN) at.channel['failed'] = frame;
          return frame.opcode === UNKNOWN && at.byHand ? undefined : frame;
        }
        at.toClient({ opcode: text, payload: JSON.stringify({ jsonrpc: '2.0', id, result: {} }) });
        return at.channel['failed'] as typeof frame;
      },
    },
  },
  'ws-data-after-close': {
    requirement: 'rfc6455.no-data-after-close',
    how: 'Says one thing more after its close frame.',
    websocket: {
      fromServer: frames(opcode(close), (frame) => [
        frame,
        { opcode: text, masked: false, payload: '{"jsonrpc":"2.0","method":"notifications/late"}' },
      ]),
    },
  },
  'ws-tcp-stays-open': {
    requirement: 'rfc6455.tcp-closed-after-close',
    how: 'Leaves the TCP connection open after both close frames.',
    websocket: { keepsOpen: true },
  },
  'ws-reserved-close-code': {
    requirement: 'rfc6455.no-reserved-close-code',
    how: 'Puts 1006 into its close frames.',
    websocket: {
      fromServer: frames(opcode(close), (frame) => ({ ...frame, payload: makeClosePayload(1006) })),
    },
  },
  'ws-ping-unanswered': {
    requirement: 'rfc6455.ping-answered',
    how: 'Does not answer pings.',
    websocket: { fromClient: frames(opcode(ping), dropped) },
  },
  'ws-empty-pong': {
    requirement: 'rfc6455.pong-echoes-ping',
    how: 'Answers every ping with an empty pong.',
    websocket: { fromServer: frames(opcode(pong), (frame) => ({ ...frame, payload: '' })) },
  },
  'ws-takes-bad-utf8': {
    requirement: 'rfc6455.invalid-utf8-refused',
    how: 'Reads bytes that are no UTF-8 as U+FFFD.',
    websocket: {
      fromClient: frames(
        (frame) => frame.opcode === text && !isUtf8(frame.payload),
        (frame) => ({ ...frame, payload: frame.payload.toString('utf8') }),
      ),
    },
  },
  'ws-unfitting-code': {
    requirement: 'rfc6455.failure-says-why',
    how: 'Ends connections with 1000 whatever the client did.',
    websocket: {
      fromServer: frames(
        (frame) => frame.opcode === close && PROTOCOL_CODES.includes(codeOf(frame.payload)),
        (frame) => ({ ...frame, payload: makeClosePayload(1000) }),
      ),
    },
  },
  'ws-ignores-stray-continuation': {
    requirement: 'robustness.websocket-stray-continuation',
    how: 'Passes over a continuation of nothing.',
    websocket: {
      fromClient: frames((frame, at) => !amidMessage(frame, at) && frame.opcode === continuation, dropped),
    },
  },
  'ws-joins-interleaved': {
    requirement: 'robustness.websocket-interleaved-message',
    how: 'Takes a message amid the fragments of another for one more of them.',
    websocket: {
      fromClient: frames(
        (frame, at) => amidMessage(frame, at) && frame.opcode === text,
        (frame) => ({ ...frame, opcode: continuation }),
      ),
    },
  },
  'ws-ignores-bad-close-payload': {
    requirement: 'robustness.websocket-bad-close-payload',
    how: 'Passes over a close frame whose payload makes no sense.',
    websocket: {
      fromClient: frames(
        ({ opcode: kind, payload }) =>
          kind === close && (payload.length === 1 || !isUtf8(payload.subarray(2))),
        dropped,
      ),
    },
  },
  'ws-ignores-bad-control-frames': {
    requirement: 'robustness.websocket-bad-control-frame',
    how: 'Passes over control frames that are too long, or cut.',
    websocket: {
      fromClient: frames((frame) => isControl(frame) && (frame.payload.length > 125 || !frame.fin), dropped),
    },
  },
  'ws-afraid-of-pongs': {
    requirement: 'robustness.websocket-unsolicited-pong',
    how: 'Breaks off when a pong comes that it did not ask for.',
    websocket: {
      fromClient: frames(opcode(pong), ends),
    },
  },
  'ws-ignores-bad-close': {
    requirement: 'robustness.websocket-bad-close-code',
    how: 'Passes over a close frame with a code that must not be sent.',
    websocket: {
      fromClient: frames((frame) => frame.opcode === close && codeOf(frame.payload) === 1005, dropped),
    },
  },
});
