/** Requirements of the gRPC documents: trailers, status codes, compression, health checking. */
import { defineRequirements } from './requirement.js';

const DOC = 'https://github.com/grpc/grpc/blob/master/doc';
const HTTP2 = `${DOC}/PROTOCOL-HTTP2.md`;
const COMPRESSION = `${DOC}/compression.md#specification`;
const GUIDES = 'https://grpc.io/docs/guides';
const STATUS = `${DOC}/statuscodes.md`;
const RFC9113 = 'https://www.rfc-editor.org/rfc/rfc9113';
const PROPOSAL = 'https://github.com/grpc/proposal/blob/master';
const grpc = { transports: ['grpc', 'grpc-google'], group: 'transport' } as const;

/** gRPC below MCP: its wire format over HTTP/2, its status codes, compression and health checking. */
export const grpcDocuments = defineRequirements('sentence', {
  'grpc.status-in-trailers': {
    ...grpc,
    level: 'MUST',
    text: 'Every RPC ends with a `grpc-status` in its trailers, also where that is OK.',
    sources: [`${HTTP2}#responses`],
  },
  'grpc.response-headers': {
    ...grpc,
    level: 'MUST',
    text: 'A response has the HTTP status 200 and a content type that begins with `application/grpc`.',
    sources: [`${HTTP2}#responses`],
  },
  'grpc.unknown-method-status': {
    ...grpc,
    level: 'MUST',
    text: 'An RPC that the server does not have ends with UNIMPLEMENTED, which clients also read from HTTP status 404.',
    sources: [STATUS, `${DOC}/http-grpc-status-mapping.md`],
  },
  'grpc.content-type-refused': {
    ...grpc,
    level: 'SHOULD',
    text: 'A request whose content type is not of gRPC is refused with HTTP status 415.',
    sources: [`${HTTP2}#requests`],
  },
  'grpc.binary-metadata-unpadded': {
    ...grpc,
    level: 'MUST',
    text: 'Binary metadata is accepted with and without Base64 padding.',
    sources: [`${HTTP2}#requests`],
  },
  'grpc.unknown-encoding': {
    ...grpc,
    level: 'MUST',
    text: 'A message in a compression that the server does not have ends the RPC with UNIMPLEMENTED, and `grpc-accept-encoding` does not name it.',
    sources: [COMPRESSION, STATUS],
  },
  'grpc.library-unknown-encoding': {
    ...grpc,
    level: 'SHOULD',
    text: 'The gRPC library below the server has no open problem with unknown compressions; C-core has one, which no server on it can mend.',
    sources: ['https://github.com/grpc/grpc/issues/36770', COMPRESSION],
  },
  'grpc.library-binary-list': {
    ...grpc,
    level: 'SHOULD',
    text: 'The gRPC library below the server takes several values of one binary key apart; C-core and grpc-go do not, and no server on them can mend it.',
    sources: [`${HTTP2}#requests`],
  },
  'grpc.library-cardinality': {
    ...grpc,
    level: 'SHOULD',
    text: 'The gRPC library below the server refuses no message, and two, with UNIMPLEMENTED; Go and Java say INTERNAL, and C-core waits, or takes the first.',
    sources: [STATUS],
    from: '2026-07-28',
  },
  'grpc.library-malformed-status': {
    ...grpc,
    level: 'SHOULD',
    text: 'The gRPC library below the server refuses what is no protobuf with INTERNAL; grpc-java and the asyncio library of Python say UNKNOWN.',
    sources: [STATUS],
  },
  'grpc.compression-not-imposed': {
    ...grpc,
    level: 'MUST',
    text: 'A client that offers no compression gets none.',
    sources: [COMPRESSION],
  },
  'grpc.deadline-ends-call': {
    ...grpc,
    level: 'SHOULD',
    text: 'A call whose `grpc-timeout` has passed is ended by the server.',
    sources: [`${HTTP2}#client-cancellation`],
  },
  'grpc.health-unknown-service': {
    ...grpc,
    level: 'MUST',
    text: 'A health check for a service that the server does not know ends with NOT_FOUND.',
    sources: [`${DOC}/health-checking.md#service-definition`],
  },
  'grpc.accepted-encoding-read': {
    ...grpc,
    level: 'MUST',
    text: 'A message in a compression that the server names in `grpc-accept-encoding` is read.',
    sources: [`${DOC}/compression.md#compression-method-asymmetry-between-peers`],
  },
  'grpc.uncompressed-message-read': {
    ...grpc,
    level: 'MUST',
    text: 'A message whose compressed flag is 0 is read as it is, also where the call names a compression.',
    sources: [`${HTTP2}#requests`],
  },
  'grpc.status-number': {
    ...grpc,
    level: 'MUST',
    text: '`grpc-status` is a decimal number without leading zeros.',
    sources: [`${HTTP2}#responses`],
  },
  'grpc.status-message-encoded': {
    ...grpc,
    level: 'MUST',
    text: '`grpc-message` is percent-encoded: it holds printable ASCII, and `%` before two digits only.',
    sources: [`${HTTP2}#responses`],
  },
  'grpc.timeout-units': {
    ...grpc,
    level: 'MUST',
    text: '`grpc-timeout` is read in each of its units, and a call that has time left is served.',
    sources: [`${HTTP2}#requests`],
  },
  'grpc.binary-metadata-list': {
    ...grpc,
    level: 'MUST',
    text: 'Several values of one binary key, joined with a comma, are taken apart before they are decoded.',
    sources: [`${HTTP2}#requests`],
  },
  'grpc.metadata-of-any-text': {
    ...grpc,
    level: 'MUST',
    text: 'Metadata that is no ASCII, and that HTTP allows, is no error.',
    sources: [`${HTTP2}#requests`],
  },
  'grpc.content-type-plain': {
    ...grpc,
    level: 'MUST',
    text: 'A request with the content type `application/grpc`, without the name of a codec, is served.',
    sources: [`${HTTP2}#requests`],
  },
  'grpc.request-cardinality': {
    ...grpc,
    level: 'MUST',
    text: 'A call that takes one message and gets none or two of them ends with UNIMPLEMENTED.',
    sources: [STATUS],
    from: '2026-07-28',
  },
  'grpc.frames-unaligned': {
    ...grpc,
    level: 'SHOULD',
    text: 'A message is read however it is cut into DATA frames of HTTP/2.',
    sources: [`${HTTP2}#data-frames`],
  },
  'grpc.reserved-names-unused': {
    ...grpc,
    level: 'SHOULD',
    text: 'Metadata of the server has no names that begin with `grpc-`, but those that gRPC has.',
    sources: [`${HTTP2}#requests`],
  },
  'grpc.reflection-answers': {
    ...grpc,
    level: 'MUST',
    text: 'A server that serves reflection answers each question, with an error code where it does not know the symbol.',
    sources: [`${DOC}/server-reflection.md#protobuf-descriptors`],
  },
  'grpc.ping-answered': {
    ...grpc,
    level: 'MUST',
    text: 'A PING of HTTP/2 is acknowledged with the octets that it brought.',
    sources: [`${HTTP2}#ping-frame`, `${RFC9113}#section-6.7`],
  },
  'grpc.broken-frame-ends-connection': {
    ...grpc,
    level: 'MUST',
    text: 'A PING that is not of eight octets is an error of the connection, which ends.',
    sources: [`${RFC9113}#section-6.7`, `${RFC9113}#section-5.4.1`],
  },
  'grpc.library-goaway': {
    ...grpc,
    level: 'SHOULD',
    text: 'The gRPC library below the server says GOAWAY, with an error code, before it ends a connection for what was wrong with a frame; C-core and grpc-go say nothing.',
    sources: [`${RFC9113}#section-5.4.1`],
  },
  'grpc.pings-permitted': {
    ...grpc,
    level: 'SHOULD',
    text: 'A PING after each answer of the server does not end the connection.',
    sources: [`${PROPOSAL}/A8-client-side-keepalive.md#server-enforcement`],
  },
  'grpc.too-many-pings-said': {
    ...grpc,
    level: 'SHOULD',
    text: 'A server that ends a connection for too many PINGs says so: with a GOAWAY of the code ENHANCE_YOUR_CALM and the words too_many_pings.',
    sources: [`${PROPOSAL}/A8-client-side-keepalive.md#server-enforcement`],
  },
  'grpc.goaway-finishes-calls': {
    ...grpc,
    transports: ['grpc'],
    level: 'SHOULD',
    text: 'Calls that run when the server says GOAWAY without an error are finished, and new ones are served on another connection.',
    sources: [`${PROPOSAL}/A9-server-side-conn-mgt.md#proposal`, `${RFC9113}#section-6.8`],
  },
  'grpc.cancel-reaches-tool': {
    ...grpc,
    level: 'SHOULD',
    text: 'A call that the client cancels is worked on no longer.',
    sources: [`${GUIDES}/cancellation/`, `${RFC9113}#section-6.4`],
  },
  'grpc.deadline-reaches-tool': {
    ...grpc,
    level: 'SHOULD',
    text: 'A call whose deadline has passed is worked on no longer.',
    sources: [`${GUIDES}/cancellation/`, `${GUIDES}/deadlines/`],
  },
  'grpc.refusal-status': {
    ...grpc,
    transports: ['grpc-google'],
    level: 'SHOULD',
    text: 'A call that asks for what is not there ends with a status that says so, and not with INTERNAL or UNKNOWN.',
    sources: [`${GUIDES}/status-codes/`],
  },
});
