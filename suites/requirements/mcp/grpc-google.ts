/** Requirements of the typed gRPC service of MCP: its own proto, and what this project's page (proto/google.md) adds. */
import { defineRequirements } from '../requirement.js';

const REPOSITORY = 'https://github.com/GoogleCloudPlatform/mcp-grpc-transport-proto/blob/main';
const MESSAGES = `${REPOSITORY}/proto/mcp_messages.proto`;
const SERVICE = `${REPOSITORY}/proto/mcp.proto`;
const PAGE = 'https://unpkg.com/mcp-transport-conformance/proto/google.md';
const DOC = 'https://github.com/grpc/grpc/blob/master/doc';
const google = { transports: ['grpc-google'], group: 'transport' } as const;
const message = { ...google, group: 'schemas', level: 'MUST' } as const;
const own = { ...google, own: true } as const;
const robust = { ...google, level: 'ROBUSTNESS' } as const;

/** The typed service `model_context_protocol.Mcp`. Its proto says in comments what its types cannot. */
export const grpcGoogleBinding = defineRequirements('sentence', {
  'google.list-or-unimplemented': {
    ...google,
    level: 'MUST',
    text: 'Each RPC that lists is answered with OK, or is not offered and ends with UNIMPLEMENTED.',
    sources: [`${DOC}/statuscodes.md`, SERVICE],
  },
  'google.content-of-one-kind': {
    ...message,
    text: 'A content item of a tool has no more than one of its kinds set.',
    sources: [MESSAGES],
  },
  'google.prompt-message-of-one-kind': {
    ...message,
    text: 'A message of a prompt has exactly one of its kinds of content set.',
    sources: [MESSAGES],
  },
  'google.contents-of-one-kind': {
    ...message,
    text: 'Contents of a resource are text or a blob, and never both.',
    sources: [MESSAGES],
  },
  'google.input-request-of-one-kind': {
    ...message,
    text: 'A request for input has exactly one of its kinds set.',
    sources: [MESSAGES],
  },
  'google.form-field-of-one-kind': {
    ...message,
    text: 'A field of a form has exactly one of the primitive schemas.',
    sources: [MESSAGES],
  },
  'google.form-message': {
    ...message,
    text: 'A form says to the user what it is about.',
    sources: [MESSAGES],
  },
  'google.priority-in-range': {
    ...message,
    text: 'The priority of an annotation is a number from 0 to 1.',
    sources: [MESSAGES],
  },
  'google.result-type-set': {
    ...message,
    basis: 'schema',
    from: '2026-07-28',
    text: 'Every response says in its `result_type` whether it is complete or asks for input.',
    sources: ['2026-07-28/schema#result', `${PAGE}#responses`],
  },
  'google.health-registered': {
    ...google,
    level: 'SHOULD',
    text: 'A server that answers health checks does so for itself as a whole, and for its service by name.',
    sources: [`${DOC}/health-checking.md#service-definition`],
  },
  'google.version-repeated': {
    ...own,
    level: 'SHOULD',
    text: 'A server that names its version repeats the one of the request, where it serves that.',
    sources: [`${PAGE}#versions`],
  },
  'google.version-refused': {
    ...own,
    level: 'MUST',
    text: 'A request for a version that is not served ends with UNIMPLEMENTED and the name of one that is.',
    sources: [`${PAGE}#versions`],
  },
  'google.version-optional': {
    ...own,
    level: 'MUST',
    text: 'A request that names no version is served.',
    sources: [`${PAGE}#versions`],
  },
  'robustness.google-routing-differs': {
    ...robust,
    group: 'security',
    text: 'A call whose routing metadata names another tool than its message is refused, or calls the tool of the message.',
    sources: [SERVICE, `${PAGE}#requests`],
  },
  'robustness.google-message-near-4-mib': {
    ...robust,
    text: 'A message just below and one just above 4 MiB are each answered, or refused with RESOURCE_EXHAUSTED, and others go on.',
    sources: [`${DOC}/statuscodes.md`],
  },
  'robustness.google-calls-not-mixed': {
    ...robust,
    text: 'Calls at once, each with words of its own, each get back their own.',
    sources: [`${DOC}/PROTOCOL-HTTP2.md#stream-identification`],
  },
  'robustness.google-blobs-alike': {
    ...robust,
    group: 'schemas',
    text: 'All `bytes` hold the same form of what they stand for: the octets, or their Base64 text.',
    sources: [MESSAGES, `${PAGE}#responses`],
  },
});
