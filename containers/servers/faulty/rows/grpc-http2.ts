/** Faults in how a gRPC server ends HTTP/2 connections: GOAWAY, PINGs that are too many, frames that are not right. */
import { defineFaults } from '../fault.js';
import type { Http2Hook } from '../grpc-front.js';
import type { Memory } from '../memory.js';

const DATA = 0;
const HEADERS = 1;
const PING = 6;
const GOAWAY = 7;
const ACK = 1;
const OCTETS = 8;
/** Error codes (RFC 9113, section 7). */
const NO_ERROR = 0;
const ENHANCE_YOUR_CALM = 11;
/** The last stream that is still served: every one. */
const ALL_STREAMS = 0x7fff_ffff;
const MAX_STRIKES = 2;

/** A GOAWAY frame. */
function makeGoAway(code: number, words: string): Buffer {
  const payload = Buffer.alloc(OCTETS + words.length);
  payload.writeUInt32BE(ALL_STREAMS, 0);
  payload.writeUInt32BE(code, 4);
  payload.write(words, OCTETS, 'latin1');
  return Buffer.concat([Buffer.from([0, 0, payload.length, GOAWAY, 0, 0, 0, 0, 0]), payload]);
}

export const calm = makeGoAway(ENHANCE_YOUR_CALM, 'too_many_pings');
export const aged = makeGoAway(NO_ERROR, 'max_age');

type Seen = Parameters<Http2Hook>[0];
export const isPing = ({ from, type, flags }: Seen): boolean =>
  from === 'client' && type === PING && (flags & ACK) === 0;

/** Whether a client has sent more PINGs than it may (gRFC A8), counted on a connection since the server said something. */
export function isTooMuch(frame: Seen, memory: Memory): boolean {
  if (frame.from === 'server' && (frame.type === DATA || frame.type === HEADERS)) memory['strikes'] = 0;
  if (!isPing(frame)) return false;
  memory['strikes'] = Number(memory['strikes'] ?? 0) + 1;
  return Number(memory['strikes']) > MAX_STRIKES;
}

/** Servers that keep gRPC and are wrong about the connection below it. */
export const grpcHttp2 = defineFaults({
  'grpc-broken-frame-passed-over': {
    requirement: 'grpc.broken-frame-ends-connection',
    how: 'Passes over a PING of another length than eight octets.',
    grpc: { http2: (frame) => (isPing(frame) && frame.payload.length !== OCTETS ? 'dropped' : 'passes') },
  },
  'grpc-ends-without-goaway': {
    requirement: 'grpc.library-goaway',
    how: 'Ends connections without a word.',
    grpc: { http2: ({ from, type }) => (from === 'server' && type === GOAWAY ? 'breaks' : 'passes') },
  },
  'grpc-counts-every-ping': {
    requirement: 'grpc.pings-permitted',
    how: 'Ends a connection at its third PING, however much was said in between.',
    grpc: {
      http2: (frame, memory) => {
        if (!isPing(frame)) return 'passes';
        memory['pings'] = Number(memory['pings'] ?? 0) + 1;
        return Number(memory['pings']) > MAX_STRIKES ? { toClient: calm, then: 'breaks' } : 'passes';
      },
    },
  },
  'grpc-breaks-on-pings': {
    requirement: 'grpc.too-many-pings-said',
    how: 'Ends a connection with too many PINGs without saying why.',
    spares: ['grpc.pings-permitted'],
    grpc: { http2: (frame, memory) => (isTooMuch(frame, memory) ? 'breaks' : 'passes') },
  },
  'grpc-goaway-abandons-calls': {
    requirement: 'grpc.goaway-finishes-calls',
    how: 'Says at a PING that it wants the connection no more, and ends it with calls that run.',
    uncontrolled: 'the reference keeps its connections; harness/grpc-honest.test.ts shows one that does not',
    grpc: { http2: (frame) => (isPing(frame) ? { toClient: aged, then: 'breaks' } : 'passes') },
  },
});
