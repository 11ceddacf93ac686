/** Requirements of MCP over gRPC, as this project's own page (proto/README.md) defines that binding. */
import { defineRequirements } from '../requirement.js';

const PAGE = 'https://unpkg.com/mcp-transport-conformance/proto/README.md';
const HTTP2 = 'https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md';
const GOOGLE = 'https://unpkg.com/mcp-transport-conformance/proto/google.md';
const own = { transports: ['grpc'], group: 'transport', own: true } as const;
/** What both of our pages ask of a server: that of the tunnel, and that of the typed service. */
const both = { ...own, transports: ['grpc', 'grpc-google'] } as const;
const session = { ...own, to: '2025-11-25' } as const;
const call = { ...own, from: '2026-07-28' } as const;
/** Any server of gRPC can be tried with these. */
const anyServer = { transports: ['grpc', 'grpc-google'], group: 'transport', level: 'ROBUSTNESS' } as const;
const robust = { ...anyServer, transports: ['grpc'] } as const;

/** The binding of MCP to gRPC as our own page writes it (proto/README.md). */
export const grpcBinding = defineRequirements('sentence', {
  'grpc.frame-one-message': {
    ...own,
    level: 'MUST',
    text: 'Field 1 of every frame of the server is one JSON-RPC message, and no batch but at 2025-03-26.',
    sources: [`${PAGE}#frames`],
  },
  'grpc.unknown-field-ignored': {
    ...both,
    level: 'MUST',
    text: 'A frame with a field that nobody knows is read as if that was not there.',
    sources: [
      `${PAGE}#frames`,
      `${GOOGLE}#requests`,
      'https://protobuf.dev/programming-guides/proto3/#unknowns',
    ],
  },
  'grpc.unknown-metadata-ignored': {
    ...both,
    level: 'MUST',
    text: 'Metadata that nobody knows changes nothing.',
    sources: [`${PAGE}#metadata`, `${GOOGLE}#requests`],
  },
  'grpc.parse-error': {
    ...own,
    level: 'MUST',
    text: 'A frame whose field 1 is no JSON is answered with the error -32700, and the RPC ends with OK or goes on.',
    sources: [`${PAGE}#malformed`],
  },
  'grpc.malformed-frame-status': {
    ...both,
    level: 'MUST',
    text: 'A message that is no protobuf ends the RPC with INTERNAL or INVALID_ARGUMENT.',
    sources: [
      `${PAGE}#malformed`,
      `${GOOGLE}#errors`,
      'https://github.com/grpc/grpc/blob/master/doc/statuscodes.md',
    ],
  },
  'grpc.oversize-status': {
    ...both,
    level: 'MUST',
    text: 'A message longer than the server takes ends the RPC with RESOURCE_EXHAUSTED, and other RPCs go on.',
    sources: [
      `${PAGE}#limits`,
      `${GOOGLE}#errors`,
      'https://github.com/grpc/grpc/blob/master/doc/statuscodes.md',
    ],
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
  'grpc.empty-frame': {
    ...own,
    level: 'MUST',
    text: 'A frame without field 1 is answered with the error -32700, as an empty document.',
    sources: [`${PAGE}#malformed`],
  },
  'grpc.invalid-request-answered': {
    ...own,
    level: 'MUST',
    text: 'A document that is JSON and no JSON-RPC message is answered with the error -32600.',
    sources: [`${PAGE}#malformed`],
  },
  'grpc.error-keeps-session': {
    ...session,
    level: 'MUST',
    text: 'A session in which something was refused with a JSON-RPC error goes on.',
    sources: [`${PAGE}#malformed`],
  },
  'grpc.half-close-in-flight': {
    ...session,
    level: 'MUST',
    text: 'A stream that the client half-closes with requests in flight ends with OK as well.',
    sources: [`${PAGE}#session-end`],
  },
  'grpc.half-close-prompt': {
    ...session,
    level: 'SHOULD',
    text: 'The server ends the stream within two seconds of the half-close of the client.',
    sources: [`${PAGE}#session-end`],
  },
  'grpc.half-close-answered': {
    ...session,
    level: 'SHOULD',
    text: 'What was asked before the half-close of the client, and takes no longer than two seconds, is answered before the stream ends.',
    sources: [`${PAGE}#session-end`],
  },
  'grpc.large-id-answered': {
    ...own,
    level: 'MUST',
    text: 'A request whose id is an integer beyond 2^53 is answered, with a result or with an error.',
    sources: [
      `${PAGE}#malformed`,
      'https://www.jsonrpc.org/specification#request_object',
      'https://www.rfc-editor.org/rfc/rfc8259#section-6',
    ],
  },
  'grpc.session-end-stays': {
    ...session,
    level: 'MUST',
    text: 'The end of one stream, in whatever way, leaves the others on its connection alone.',
    sources: [`${PAGE}#session`],
  },
  'grpc.session-discover-unknown': {
    ...session,
    level: 'MUST',
    text: '`server/discover` in a session is an unknown method, with the error -32601.',
    sources: [`${PAGE}#eras`],
  },
  'grpc.other-era-unimplemented': {
    ...own,
    level: 'MUST',
    text: 'The RPC of an era that the server does not serve ends with UNIMPLEMENTED.',
    sources: [`${PAGE}#eras`],
  },
  'grpc.calls-side-by-side': {
    ...both,
    level: 'MUST',
    text: 'A request that takes long, on a stream of its own, does not hold up one on another stream.',
    sources: [`${PAGE}#call`, `${GOOGLE}#calls`, `${PAGE}#session`],
  },
  'grpc.slow-reader-alone': {
    ...both,
    level: 'MUST',
    text: 'A client that does not read one stream holds up that stream, and no other on the connection.',
    sources: [`${PAGE}#limits`, `${GOOGLE}#calls`, 'https://www.rfc-editor.org/rfc/rfc9113#section-5.2'],
  },
  'grpc.health-of-service': {
    ...own,
    level: 'SHOULD',
    text: 'The server answers health checks for the service of the tunnel, by its name.',
    sources: [`${PAGE}#services`],
  },
  'grpc.call-response-refused': {
    ...call,
    level: 'MUST',
    text: 'A call that carries a response is refused with the error -32600.',
    sources: [`${PAGE}#call`],
  },
  'grpc.metadata-twice-refused': {
    ...call,
    group: 'security',
    level: 'MUST',
    text: 'A request whose mirrored metadata is there twice, with two values, is refused with the error -32020.',
    sources: [`${PAGE}#metadata`],
  },
  'robustness.grpc-metadata-of-7-kib': {
    ...anyServer,
    text: 'A call with 7 KiB of metadata that means nothing is served.',
    sources: [`${HTTP2}#requests`],
  },
  'robustness.grpc-many-calls': {
    ...anyServer,
    text: '200 requests at once, each on a stream of its own, are all answered.',
    sources: [`${HTTP2}#stream-identification`, `${PAGE}#call`, `${PAGE}#session`],
  },
  'robustness.grpc-cut-message': {
    ...anyServer,
    from: '2026-07-28',
    text: 'A message that ends before its length says, or in its length, does not end its RPC with OK, and other RPCs go on.',
    sources: [`${HTTP2}#errors`, `${PAGE}#malformed`],
  },
  'robustness.grpc-goaway': {
    ...anyServer,
    text: 'After a GOAWAY of the client, calls in flight are answered, and another connection is served.',
    sources: ['https://www.rfc-editor.org/rfc/rfc9113#section-6.8', `${PAGE}#connection`],
  },
  'robustness.grpc-abrupt-drops': {
    ...anyServer,
    text: 'After connections that were dropped in the middle of a message, new ones are served.',
    sources: [`${HTTP2}#connection-failure`, `${PAGE}#connection`],
  },
  'robustness.grpc-large-message': {
    ...robust,
    text: 'A message of 64 MiB is answered, or refused with RESOURCE_EXHAUSTED, and survived.',
    sources: [`${PAGE}#limits`],
  },
  'robustness.grpc-cancelled-calls': {
    ...anyServer,
    text: 'After a hundred RPCs that were cancelled, requests are still answered.',
    sources: [`${PAGE}#cancellation`, `${GOOGLE}#requests`],
  },
});
