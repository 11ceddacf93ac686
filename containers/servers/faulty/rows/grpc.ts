/** Faults in gRPC itself and in how MCP is carried over it: statuses, metadata, frames, deadlines, health. */
import { isObject } from '../../../../adapters/json.js';
import { META, getMeta } from '../../honest/message.js';
import { defineFaults, type Message } from '../fault.js';
import type { GrpcCall } from '../grpc-hooks.js';
import * as f from '../hooks.js';

const OK = 0;
const INVALID_ARGUMENT = 3;
const NOT_FOUND = 5;
const RESOURCE_EXHAUSTED = 8;
const UNIMPLEMENTED = 12;
const INTERNAL = 13;

/** Another status in place of one. */
const instead = (of: number, status: number) => ({
  trailers: (trailers: Record<string, string>) => {
    if (trailers['grpc-status'] === String(of)) trailers['grpc-status'] = String(status);
  },
});
const isHealth = ({ path }: GrpcCall): boolean => path.startsWith('/grpc.health.v1.Health/');
const isError = (message: Message, code: number): boolean =>
  isObject(message['error']) && message['error']['code'] === code;

/** Servers that keep MCP and break gRPC, or our binding of one to the other. */
export const grpc = defineFaults({
  'grpc-no-status': {
    requirement: 'grpc.status-in-trailers',
    how: 'Calls end without a status.',
    grpc: { trailers: (trailers) => void delete trailers['grpc-status'] },
  },
  'grpc-json-content-type': {
    requirement: 'grpc.response-headers',
    how: 'Responses say that they are JSON.',
    grpc: { headers: (headers) => void (headers['content-type'] = 'application/json') },
  },
  'grpc-unknown-method-not-found': {
    requirement: 'grpc.unknown-method-status',
    how: 'An unknown RPC ends with NOT_FOUND.',
    grpc: instead(UNIMPLEMENTED, NOT_FOUND),
  },
  'grpc-unknown-method-page': {
    requirement: 'grpc.unknown-method-status',
    how: 'What stands before the server has a page with HTTP status 500 for an RPC that it does not know.',
    grpc: { request: ({ path }) => (path.includes('Unknown') ? { http: 500 } : undefined) },
  },
  'grpc-any-content-type': {
    requirement: 'grpc.content-type-refused',
    how: 'A request of whatever content type is served.',
    grpc: { request: ({ headers }) => void (headers['content-type'] = 'application/grpc') },
  },
  'grpc-binary-metadata-padded': {
    requirement: 'grpc.binary-metadata-unpadded',
    how: 'Binary metadata without padding is invalid.',
    grpc: {
      request: ({ headers }) =>
        Object.entries(headers).some(([name, value]) => name.endsWith('-bin') && value.length % 4 !== 0)
          ? { status: INVALID_ARGUMENT }
          : undefined,
    },
  },
  'grpc-unknown-encoding-internal': {
    requirement: 'grpc.unknown-encoding',
    how: 'An unknown compression is an internal error.',
    grpc: instead(UNIMPLEMENTED, INTERNAL),
  },
  'grpc-compresses-always': {
    requirement: 'grpc.compression-not-imposed',
    how: 'Messages are compressed for clients that did not offer it.',
    grpc: {
      headers: (headers) => void (headers['grpc-encoding'] = 'gzip'),
      compresses: true,
    },
  },
  'grpc-deadline-ignored': {
    requirement: 'grpc.deadline-ends-call',
    how: 'Deadlines of clients are not looked at.',
    grpc: { request: ({ headers }) => void delete headers['grpc-timeout'] },
  },
  'grpc-health-unknown-service': {
    requirement: 'grpc.health-unknown-service',
    how: 'The health of an unknown service is invalid to ask for.',
    grpc: instead(NOT_FOUND, INVALID_ARGUMENT),
  },
  'grpc-no-health': {
    requirement: 'grpc.health-served',
    how: 'Health checks are not implemented.',
    grpc: { request: (call) => (isHealth(call) ? { status: UNIMPLEMENTED } : undefined) },
  },
  'grpc-batches': {
    requirement: 'grpc.frame-one-message',
    how: 'The list of tools comes as a batch of one.',
    grpc: {
      output: (message) => {
        const batched = isObject(message) && isObject(message['result']) && 'tools' in message['result'];
        return Buffer.from(JSON.stringify(batched ? [message] : message));
      },
    },
  },
  'grpc-unknown-field-refused': {
    requirement: 'grpc.unknown-field-ignored',
    how: 'A frame with an unknown field is invalid.',
    grpc: {
      frame: ({ notes }) => ('unknown-fields' in notes ? { status: INVALID_ARGUMENT } : undefined),
    },
  },
  'grpc-unknown-metadata-refused': {
    requirement: 'grpc.unknown-metadata-ignored',
    how: 'Unknown metadata is invalid.',
    grpc: {
      request: ({ headers }) => ('x-mcptc-unknown' in headers ? { status: INVALID_ARGUMENT } : undefined),
    },
  },
  'grpc-parse-error-swallowed': {
    requirement: 'grpc.parse-error',
    how: 'What is no JSON is passed over in silence.',
    message: (message) => (isError(message, -32700) ? undefined : message),
  },
  'grpc-malformed-frame-ok': {
    requirement: 'grpc.malformed-frame-status',
    how: 'What is no protobuf ends the call with OK.',
    grpc: { frame: ({ notes }) => (notes['frame']?.startsWith('no protobuf') ? { status: OK } : undefined) },
  },
  'grpc-oversize-invalid': {
    requirement: 'grpc.oversize-status',
    how: 'What is too long is invalid.',
    grpc: instead(RESOURCE_EXHAUSTED, INVALID_ARGUMENT),
  },
  'grpc-late-metadata': {
    requirement: 'grpc.session-metadata-at-once',
    how: 'Initial metadata waits for the first message.',
    grpc: { withholdsHeaders: true },
  },
  'grpc-sessions-mixed': {
    requirement: 'grpc.session-is-stream',
    how: 'What is said in one session is said in all.',
    grpc: { broadcasts: true },
  },
  'grpc-half-close-ignored': {
    requirement: 'grpc.session-ends-after-half-close',
    how: 'A session goes on after its client has half-closed.',
    grpc: { ignoresHalfClose: true },
  },
  'grpc-talks-after-response': {
    requirement: 'grpc.call-response-last',
    how: 'A notification follows the response.',
    message: f.reply((message) => [
      message,
      { jsonrpc: '2.0', method: 'notifications/message', params: { level: 'info', data: 'late' } },
    ]),
  },
  'grpc-errors-by-status': {
    requirement: 'grpc.call-ends-ok',
    how: 'A JSON-RPC error ends the call with INVALID_ARGUMENT.',
    message: (message, at) => {
      if ('error' in message) at.channel['failed'] = true;
      return message;
    },
    grpc: {
      trailers: (trailers, { channel }) => {
        if (channel['failed'] === true) trailers['grpc-status'] = String(INVALID_ARGUMENT);
      },
    },
  },
  'grpc-notification-answered': {
    requirement: 'grpc.notification-call-empty',
    how: 'A notification is answered.',
    request: (message, at) => {
      if (f.isNotification(message)) at.say({ jsonrpc: '2.0', id: 0, result: {} });
      return message;
    },
  },
  'grpc-calls-share-ids': {
    requirement: 'grpc.calls-independent',
    how: 'An id that another call has used is refused.',
    request: f.refuse(
      (message, at) => typeof message['id'] === 'string' && f.nth(at, `id ${message['id']}`) > 1,
      -32600,
    ),
  },
  'grpc-legacy-call-served': {
    requirement: 'grpc.legacy-call-refused',
    how: 'A call opens a legacy session.',
    request: f.answer('initialize', {
      protocolVersion: '2025-11-25',
      capabilities: {},
      serverInfo: { name: 'faulty', version: '1' },
    }),
    grpc: { request: fill('mcp-protocol-version', () => '2025-11-25', 'if missing') },
  },
  'grpc-listen-ends': {
    requirement: 'grpc.listen-holds-call',
    how: 'A subscription ends once it is acknowledged.',
    grpc: {
      endsAfter: (message) =>
        isObject(message) && message['method'] === 'notifications/subscriptions/acknowledged',
    },
  },
  'grpc-listen-ends-soon': {
    requirement: 'grpc.listen-holds-call',
    how: 'A subscription ends a moment after it is acknowledged, without its response.',
    grpc: {
      endsAfter: (message) =>
        isObject(message) && message['method'] === 'notifications/subscriptions/acknowledged' && 600,
    },
  },
  'grpc-metadata-optional': {
    requirement: 'grpc.metadata-required',
    how: 'A request without mirrored metadata is served.',
    grpc: { request: fill('mcp-method', (message) => message['method'], 'if missing') },
  },
  'grpc-metadata-unchecked': {
    requirement: 'grpc.metadata-matches',
    how: 'The version in the metadata is not compared with the body.',
    grpc: { request: fill('mcp-protocol-version', (message) => getMeta(message)[META.version], 'if there') },
  },
  'grpc-encoded-metadata-literal': {
    requirement: 'grpc.metadata-decoded',
    how: 'Metadata in Base64 form is compared as it stands.',
    grpc: {
      request: ({ headers, document }) =>
        headers['mcp-method']?.startsWith('=?base64?')
          ? {
              status: OK,
              message: {
                jsonrpc: '2.0',
                id: document?.['id'],
                error: { code: -32020, message: 'mcp-method differs from the body' },
              },
            }
          : undefined,
    },
  },
  'grpc-large-message-invalid': {
    requirement: 'robustness.grpc-large-message',
    how: 'A message of more than 1 MiB is invalid.',
    grpc: { frame: ({ bytes }) => (bytes.length > 1_048_576 ? { status: INVALID_ARGUMENT } : undefined) },
  },
});

/** Makes the metadata say what the body says, so that the upstream server has nothing to complain about. */
function fill(name: string, value: (message: Message) => unknown, when: 'if missing' | 'if there') {
  return ({ headers, document }: GrpcCall): undefined => {
    const found = document === undefined ? undefined : value(document);
    if (typeof found === 'string' && (headers[name] === undefined) === (when === 'if missing'))
      headers[name] = found;
  };
}
