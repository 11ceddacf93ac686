/** Faults of a gRPC tunnel in streams, frames, compression and headers, and of its HTTP/2 connection. */
import { isObject } from '../../../../adapters/json.js';
import { defineFaults } from '../fault.js';
import type { GrpcCall } from '../grpc-hooks.js';
import * as f from '../hooks.js';

const OK = 0;
const INVALID_ARGUMENT = 3;
const NOT_FOUND = 5;
const UNIMPLEMENTED = 12;
const INTERNAL = 13;
/** Types of frames of HTTP/2. */
const PING = 6;
const GOAWAY = 7;
const KIB = 1_024;
/** Pings in flight from which on the scenario of a half-close is meant. */
const MANY = 10;
const SLOW = 'tools/call';

const isError = (message: unknown, code: number): boolean =>
  isObject(message) && isObject(message['error']) && message['error']['code'] === code;
/** Of the tunnel or the typed service. */
const isMcp = (path: string): boolean => /^\/(?:mcp\.tunnel|model_context_protocol)\./.test(path);
const valuesOf = ({ headers }: GrpcCall): string[] => Object.values(headers);

/** What the binding, the documents of gRPC and HTTP/2 ask of a server. */
export const grpcTunnel = defineFaults({
  'grpc-empty-frame-ok': {
    requirement: 'grpc.empty-frame',
    how: 'A frame with nothing in it ends the call with OK.',
    grpc: { frame: ({ bytes }) => (bytes.length === 0 ? { status: OK } : undefined) },
  },
  'grpc-invalid-request-swallowed': {
    requirement: 'grpc.invalid-request-answered',
    how: 'What is no JSON-RPC message is passed over in silence.',
    message: (message) => (isError(message, -32600) ? undefined : message),
  },
  'grpc-error-ends-session': {
    requirement: 'grpc.error-keeps-session',
    how: 'A session ends after what was no JSON-RPC message.',
    grpc: { endsAfter: (message) => isError(message, -32600) },
  },
  'grpc-half-close-breaks': {
    requirement: 'grpc.half-close-in-flight',
    how: 'A stream that is half-closed after many requests ends with INTERNAL.',
    request: (message, at) => {
      if (message['method'] === 'ping') f.nth(at, 'pings');
      return message;
    },
    grpc: {
      trailers: (trailers, { memory }) => {
        if (Number(memory['pings'] ?? 0) > MANY) trailers['grpc-status'] = String(INTERNAL);
      },
    },
  },
  'grpc-half-close-lingers': {
    requirement: 'grpc.half-close-prompt',
    how: 'A stream stays open long after its client has half-closed.',
    grpc: { ignoresHalfClose: true },
  },
  'grpc-half-close-drops': {
    requirement: 'grpc.half-close-answered',
    how: 'A stream ends at the half-close of its client, with OK, and what was asked before is not answered.',
    grpc: { endsAtHalfClose: true },
  },
  'grpc-large-id-dropped': {
    requirement: 'grpc.large-id-answered',
    how: 'A request with an id beyond 2^53 is passed over in silence.',
    request: (message) =>
      typeof message['id'] === 'number' && !Number.isSafeInteger(message['id']) ? undefined : message,
  },
  'grpc-cancel-unheard': {
    requirement: 'grpc.cancel-reaches-tool',
    how: 'A call that is cancelled is worked on to its end.',
    grpc: { ignoresCancel: true },
  },
  'grpc-deadline-unheard': {
    requirement: 'grpc.deadline-reaches-tool',
    how: 'A call whose deadline has passed is worked on to its end.',
    grpc: { ignoresCancel: true, request: ({ headers }) => void delete headers['grpc-timeout'] },
  },
  'grpc-sessions-end-together': {
    requirement: 'grpc.session-end-stays',
    how: 'The end of one stream is the end of all.',
    grpc: { endsTogether: true },
  },
  'grpc-discover-in-session': {
    requirement: 'grpc.session-discover-unknown',
    how: 'A session answers server/discover.',
    request: f.answer('server/discover', { supportedVersions: ['2026-07-28'], capabilities: {} }),
  },
  'grpc-other-era-internal': {
    requirement: 'grpc.other-era-unimplemented',
    how: 'A session ends with INTERNAL on a server of the modern era.',
    revisions: ['2026-07-28'],
    grpc: { request: ({ path }) => (path.endsWith('/Session') ? { status: INTERNAL } : undefined) },
  },
  'grpc-streams-wait': {
    requirement: 'grpc.calls-side-by-side',
    how: 'While a tool is at work, requests on all streams wait.',
    request: async (message, { memory }) => {
      if (message['method'] !== SLOW) await memory['slow'];
      else memory['slow'] = new Promise<void>((resolve) => (memory['done'] = resolve));
      return message;
    },
    message: (message, { request, memory }) => {
      if (request?.['method'] === SLOW && 'id' in message) (memory['done'] as (() => void) | undefined)?.();
      return message;
    },
  },
  'grpc-reader-holds-all': {
    requirement: 'grpc.slow-reader-alone',
    how: 'A stream begins once the one before it on its connection has ended.',
    grpc: { oneAtATime: true },
  },
  'grpc-health-without-name': {
    requirement: 'grpc.health-of-service',
    how: 'Health is answered for no service by its name.',
    grpc: {
      frame: ({ bytes }, { path }) =>
        path.startsWith('/grpc.health.') && bytes.includes('McpTunnel') ? { status: NOT_FOUND } : undefined,
    },
  },
  'grpc-response-taken': {
    requirement: 'grpc.call-response-refused',
    how: 'A call that carries a response is passed over.',
    request: (message) => ('result' in message ? undefined : message),
  },
  'grpc-metadata-first-wins': {
    requirement: 'grpc.metadata-twice-refused',
    how: 'Of metadata that is there twice, the first counts.',
    grpc: {
      request: ({ headers }) => {
        const [first, second] = headers['mcp-method']?.split(', ') ?? [];
        if (first !== undefined && second !== undefined) headers['mcp-method'] = first;
        return undefined;
      },
    },
  },
  'grpc-accepted-gzip-refused': {
    requirement: 'grpc.accepted-encoding-read',
    how: 'It names gzip, and has no gzip.',
    grpc: {
      frame: ({ compressed }, { headers }) =>
        compressed && headers['grpc-encoding'] === 'gzip' ? { status: UNIMPLEMENTED } : undefined,
    },
  },
  'grpc-wants-all-compressed': {
    requirement: 'grpc.uncompressed-message-read',
    how: 'On a call that names gzip every message has to be in gzip.',
    grpc: {
      frame: ({ compressed }, { headers }) =>
        !compressed && headers['grpc-encoding'] === 'gzip' ? { status: INTERNAL } : undefined,
    },
  },
  'grpc-core-encoding': {
    requirement: 'grpc.library-unknown-encoding',
    how: 'Refuses an unknown compression as C-core does.',
    spares: ['grpc.unknown-encoding'],
    grpc: {
      trailers: (trailers) => {
        if (trailers['grpc-status'] !== String(UNIMPLEMENTED)) return;
        trailers['grpc-status'] = String(INTERNAL);
        trailers['grpc-message'] = "Error parsing 'grpc-encoding' metadata: invalid value";
      },
    },
  },
  'grpc-status-padded': {
    requirement: 'grpc.status-number',
    how: 'Statuses have two digits.',
    grpc: {
      trailers: (trailers) =>
        void (trailers['grpc-status'] = trailers['grpc-status']?.padStart(2, '0') ?? ''),
    },
  },
  'grpc-status-message-raw': {
    requirement: 'grpc.status-message-encoded',
    how: 'The message of a status is not percent-encoded.',
    grpc: {
      trailers: (trailers) => {
        if (trailers['grpc-status'] !== '0') trailers['grpc-message'] = 'ung\u00fcltig';
      },
    },
  },
  'grpc-timeout-without-hours': {
    requirement: 'grpc.timeout-units',
    how: 'It knows no hours.',
    grpc: {
      request: ({ headers }) =>
        headers['grpc-timeout']?.endsWith('H') ? { status: INVALID_ARGUMENT } : undefined,
    },
  },
  'grpc-binary-list-refused': {
    requirement: 'grpc.binary-metadata-list',
    how: 'Binary metadata with a comma is no Base64.',
    grpc: {
      request: ({ headers }) =>
        Object.entries(headers).some(([name, value]) => name.endsWith('-bin') && value.includes(','))
          ? { status: INVALID_ARGUMENT }
          : undefined,
    },
  },
  'grpc-metadata-ascii-only': {
    requirement: 'grpc.metadata-of-any-text',
    how: 'Metadata that is no ASCII is an error.',
    grpc: {
      request: (call) =>
        valuesOf(call).some((value) => /[^ -~]/.test(value)) ? { status: INTERNAL } : undefined,
    },
  },
  'grpc-wants-codec': {
    requirement: 'grpc.content-type-plain',
    how: 'The content type has to name protobuf.',
    grpc: {
      request: ({ headers, path }) =>
        headers['content-type'] === 'application/grpc' && isMcp(path) && !headers['user-agent']
          ? { http: 415 }
          : undefined,
    },
  },
  'grpc-second-message-internal': {
    requirement: 'grpc.request-cardinality',
    how: 'A second message in a call is an internal error.',
    grpc: {
      frame: (_frame, { path, channel }) => {
        channel['frames'] = Number(channel['frames'] ?? 0) + 1;
        return !path.endsWith('/Session') && channel['frames'] === 2 ? { status: INTERNAL } : undefined;
      },
    },
  },
  'grpc-ping-unanswered': {
    requirement: 'grpc.ping-answered',
    how: 'Does not acknowledge a PING.',
    grpc: { http2: ({ from, type }) => (from === 'client' && type === PING ? 'dropped' : 'passes') },
  },
  'grpc-breaks-on-goaway': {
    requirement: 'robustness.grpc-goaway',
    how: 'Breaks the connection off at a GOAWAY, with calls in flight.',
    grpc: { http2: ({ from, type }) => (from === 'client' && type === GOAWAY ? 'breaks' : 'passes') },
  },
  'grpc-cut-message-ok': {
    requirement: 'robustness.grpc-cut-message',
    how: 'A message that is cut short ends the call with OK.',
    grpc: { takesNothing: true },
  },
  'grpc-long-metadata-invalid': {
    requirement: 'robustness.grpc-metadata-of-7-kib',
    how: 'More than 4 KiB of metadata are invalid.',
    grpc: {
      request: (call) =>
        valuesOf(call).join('').length > 4 * KIB ? { status: INVALID_ARGUMENT } : undefined,
    },
  },
  'grpc-loses-calls': {
    requirement: 'robustness.grpc-many-calls',
    how: 'Every hundredth stream ends with INTERNAL.',
    grpc: {
      request: ({ memory }) => {
        memory['calls'] = Number(memory['calls'] ?? 0) + 1;
        return Number(memory['calls']) % 100 === 0 ? { status: INTERNAL } : undefined;
      },
    },
  },
  'grpc-tired-of-drops': {
    requirement: 'robustness.grpc-abrupt-drops',
    how: 'Serves nobody any more after five messages that broke off.',
    grpc: {
      request: ({ memory }) => (Number(memory['dropped'] ?? 0) >= 5 ? { status: INTERNAL } : undefined),
    },
  },
});
