/** Requirements of the gRPC documents: trailers, status codes, compression, health checking. */
import { defineRequirements } from './requirement.js';

const DOC = 'https://github.com/grpc/grpc/blob/master/doc';
const HTTP2 = `${DOC}/PROTOCOL-HTTP2.md`;
const COMPRESSION = `${DOC}/compression.md#specification`;
const STATUS = `${DOC}/statuscodes.md`;
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
    transports: ['grpc'],
    level: 'MUST',
    text: 'A health check for a service that the server does not know ends with NOT_FOUND.',
    sources: [`${DOC}/health-checking.md#service-definition`],
  },
});
