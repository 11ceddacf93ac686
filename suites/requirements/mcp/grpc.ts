/** Requirements of MCP over gRPC, as this project's own page (proto/README.md) defines that binding. */
import { defineRequirements } from '../requirement.js';

const PAGE = 'https://unpkg.com/mcp-transport-conformance/proto/README.md';
const own = { transports: ['grpc'], group: 'transport', own: true } as const;
/** Holds for the typed service as well. */
const any = { ...own, transports: ['grpc', 'grpc-google'] } as const;
const session = { ...own, to: '2025-11-25' } as const;
const call = { ...own, from: '2026-07-28' } as const;
const robust = { transports: ['grpc'], group: 'transport', level: 'ROBUSTNESS' } as const;

/** The binding of MCP to gRPC as our own page writes it (proto/README.md). */
export const grpcBinding = defineRequirements('sentence', {
  'grpc.frame-one-message': {
    ...own,
    level: 'MUST',
    text: 'Field 1 of every frame of the server is one JSON-RPC message, and no batch but at 2025-03-26.',
    sources: [`${PAGE}#frames`],
  },
  'grpc.unknown-field-ignored': {
    ...own,
    level: 'MUST',
    text: 'A frame with a field that nobody knows is read as if that was not there.',
    sources: [`${PAGE}#frames`, 'https://protobuf.dev/programming-guides/proto3/#unknowns'],
  },
  'grpc.unknown-metadata-ignored': {
    ...any,
    level: 'MUST',
    text: 'Metadata that nobody knows changes nothing.',
    sources: [`${PAGE}#metadata`],
  },
  'grpc.parse-error': {
    ...own,
    level: 'MUST',
    text: 'A frame whose field 1 is no JSON is answered with the error -32700, and the RPC ends with OK or goes on.',
    sources: [`${PAGE}#malformed`],
  },
  'grpc.malformed-frame-status': {
    ...own,
    level: 'MUST',
    text: 'A message that is no protobuf ends the RPC with INTERNAL or INVALID_ARGUMENT.',
    sources: [`${PAGE}#malformed`, 'https://github.com/grpc/grpc/blob/master/doc/statuscodes.md'],
  },
  'grpc.oversize-status': {
    ...any,
    level: 'MUST',
    text: 'A message longer than the server takes ends the RPC with RESOURCE_EXHAUSTED, and other RPCs go on.',
    sources: [`${PAGE}#limits`, 'https://github.com/grpc/grpc/blob/master/doc/statuscodes.md'],
  },
  'grpc.health-served': {
    ...own,
    level: 'SHOULD',
    text: 'The server answers health checks, for itself as a whole.',
    sources: [`${PAGE}#services`],
  },
  'grpc.session-metadata-at-once': {
    ...session,
    level: 'SHOULD',
    text: 'The server sends its initial metadata as soon as it takes the stream.',
    sources: [`${PAGE}#session`],
  },
  'grpc.session-is-stream': {
    ...session,
    level: 'MUST',
    text: 'Two streams on one connection are two sessions, with request ids and answers of their own.',
    sources: [`${PAGE}#session`],
  },
  'grpc.session-ends-after-half-close': {
    ...session,
    level: 'MUST',
    text: 'The server ends the stream with OK once the client has half-closed.',
    sources: [`${PAGE}#session-end`],
  },
  'grpc.call-response-last': {
    ...call,
    level: 'MUST',
    text: 'The last message of a call is its one response, and nothing but notifications comes before it.',
    sources: [`${PAGE}#call`],
  },
  'grpc.call-ends-ok': {
    ...call,
    level: 'MUST',
    text: 'A call ends with OK after its response, be that a result or a JSON-RPC error.',
    sources: [`${PAGE}#call`, `${PAGE}#errors`],
  },
  'grpc.notification-call-empty': {
    ...call,
    level: 'MUST',
    text: 'A call that carries a notification ends with OK and without a message.',
    sources: [`${PAGE}#call`],
  },
  'grpc.calls-independent': {
    ...call,
    level: 'MUST',
    text: 'Calls that run at once are each answered, whatever their request ids are.',
    sources: [`${PAGE}#call`],
  },
  'grpc.legacy-call-refused': {
    ...call,
    level: 'MUST',
    text: 'A call that carries `initialize` is refused with a JSON-RPC error of the modern revision.',
    sources: [`${PAGE}#eras`],
  },
  'grpc.listen-holds-call': {
    ...call,
    level: 'MUST',
    text: 'A call of `subscriptions/listen` stays open after its acknowledgement.',
    sources: [`${PAGE}#listen`],
  },
  'grpc.metadata-required': {
    ...call,
    level: 'MUST',
    text: 'A request without its mirrored metadata is refused with the error -32020 and the status OK.',
    sources: [`${PAGE}#metadata`],
  },
  'grpc.metadata-matches': {
    ...call,
    group: 'security',
    level: 'MUST',
    text: 'A request whose mirrored metadata differs from its body is refused with the error -32020 and the status OK.',
    sources: [`${PAGE}#metadata`],
  },
  'grpc.metadata-decoded': {
    ...call,
    level: 'MUST',
    text: 'A metadata value in Base64 form is decoded before it is compared with the body.',
    sources: [`${PAGE}#metadata`],
  },
  'robustness.grpc-large-message': {
    ...robust,
    text: 'A message of 64 MiB is answered, or refused with RESOURCE_EXHAUSTED, and survived.',
    sources: [`${PAGE}#limits`],
  },
  'robustness.grpc-cancelled-calls': {
    ...robust,
    text: 'After a hundred RPCs that were cancelled, requests are still answered.',
    sources: [`${PAGE}#cancellation`],
  },
});
