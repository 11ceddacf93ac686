/** gRPC servers that are right and unusual: each names the requirement that it could be accused of. */
import { constants } from 'node:http2';
import { defineFaults } from './fault.js';
import type { GrpcCall } from './grpc-hooks.js';
import { aged, calm, isPing, isTooMuch } from './rows/grpc-http2.js';

const UNKNOWN = /unknown/i;
const isTunnel = ({ path }: GrpcCall): boolean => path.startsWith('/mcp.tunnel.v1.McpTunnel/');

/** A verdict against one of them is a false alarm of ours. They stand before the right server as faults do. */
export const honestGrpc = defineFaults({
  'http-front': {
    requirement: 'grpc.unknown-method-status',
    how: 'A router that knows no gRPC has a page with status 404 for every path that is not there.',
    grpc: { request: ({ path }) => (UNKNOWN.test(path) ? { http: 404 } : undefined) },
  },
  'no-limit': {
    requirement: 'grpc.oversize-status',
    how: 'It takes messages of any length, and waits for the end of each.',
    grpc: { unlimited: true },
  },
  'no-encodings': {
    requirement: 'grpc.unknown-encoding',
    how: 'It does not say which compressions it has.',
    grpc: {
      headers: (headers) => void delete headers['grpc-accept-encoding'],
      trailers: (trailers) => void delete trailers['grpc-accept-encoding'],
    },
  },
  late: {
    requirement: 'grpc.session-metadata-at-once',
    how: 'It is on a busy machine, and takes every call more than a second late.',
    grpc: { delayMs: 1_300 },
  },
  busy: {
    requirement: 'grpc.calls-independent',
    how: 'It refuses one call in three for now, among those that no library makes.',
    grpc: {
      request: (call) => {
        if (!isTunnel(call) || 'user-agent' in call.headers) return undefined;
        const calls = Number(call.memory['calls'] ?? 0) + 1;
        call.memory['calls'] = calls;
        return calls % 3 === 0 ? { status: 14 } : undefined;
      },
    },
  },
  exhausted: {
    requirement: 'grpc.empty-frame',
    how: 'It has no room for one call in three, among those that no library makes.',
    grpc: {
      request: (call) => {
        if (!isTunnel(call) || 'user-agent' in call.headers) return undefined;
        const calls = Number(call.memory['calls'] ?? 0) + 1;
        call.memory['calls'] = calls;
        return calls % 3 === 0 ? { status: 8 } : undefined;
      },
    },
  },
  'refuses-streams': {
    requirement: 'grpc.unknown-method-status',
    how: 'It refuses every fourth stream below gRPC, as a server does that has too many.',
    grpc: {
      request: (call) => {
        const calls = Number(call.memory['calls'] ?? 0) + 1;
        call.memory['calls'] = calls;
        return calls % 4 === 0 ? { reset: constants.NGHTTP2_REFUSED_STREAM } : undefined;
      },
    },
  },
  'late-opening': {
    requirement: 'grpc.unknown-method-status',
    how: 'It is not ready yet for the first two calls.',
    grpc: {
      request: (call) => {
        const calls = Number(call.memory['calls'] ?? 0) + 1;
        call.memory['calls'] = calls;
        return calls <= 2 ? { status: 14 } : undefined;
      },
    },
  },
  'small-messages': {
    requirement: 'robustness.grpc-large-message',
    how: 'It takes no message of more than 512 KiB.',
    grpc: { frame: ({ bytes }) => (bytes.length > 524_288 ? { status: 8 } : undefined) },
  },
  calm: {
    requirement: 'grpc.too-many-pings-said',
    how: 'It ends connections with too many PINGs as gRFC A8 has it.',
    grpc: {
      http2: (frame, memory) => (isTooMuch(frame, memory) ? { toClient: calm, then: 'breaks' } : 'passes'),
    },
  },
  aged: {
    requirement: 'grpc.goaway-finishes-calls',
    how: 'It wants a connection no more after its first PING, and finishes the calls that run on it.',
    grpc: {
      http2: (frame, memory) => {
        if (!isPing(frame) || memory['aged'] === true) return 'passes';
        memory['aged'] = true;
        return { toClient: aged, then: 'passes' };
      },
    },
  },
  'refuses-deadlines': {
    requirement: 'grpc.deadline-ends-call',
    how: 'It takes no call with a deadline, and says so at once.',
    grpc: {
      request: (call) => (isTunnel(call) && 'grpc-timeout' in call.headers ? { status: 3 } : undefined),
    },
  },
});
