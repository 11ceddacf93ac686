/** Requirements on the headers that repeat the body of a modern request, and on the status of refusals. */
import { defineRequirements } from '../requirement.js';

const modern = { transports: ['streamable-http'], from: '2026-07-28' } as const;
const transport = { ...modern, group: 'transport' } as const;
const security = { ...modern, group: 'security' } as const;

const MODERN = '2026-07-28/basic/transports/streamable-http';

/** The modern shape: the body mirrored in headers, and one status for each kind of refusal. */
export const httpMetadata = defineRequirements('sentence', {
  'http.version-header-required': {
    ...transport,
    level: 'MUST',
    text: 'A request without `MCP-Protocol-Version` is refused with status 400 and error -32020, unless revisions without the header are served.',
    sources: [`${MODERN}#protocol-version-header`, `${MODERN}#server-validation`],
  },
  'http.version-header-matches': {
    ...security,
    level: 'MUST',
    text: 'A request whose `MCP-Protocol-Version` differs from its body is refused with status 400 and error -32020.',
    sources: [`${MODERN}#protocol-version-header`, `${MODERN}#server-validation`],
  },
  'http.method-header-required': {
    ...transport,
    level: 'MUST',
    text: 'A request without `Mcp-Method` is refused with status 400 and error -32020.',
    sources: [`${MODERN}#server-validation`, `${MODERN}#standard-request-headers`],
  },
  'http.method-header-matches': {
    ...security,
    level: 'MUST',
    text: 'A request whose `Mcp-Method` differs from its body, if only in case, is refused with status 400 and error -32020.',
    sources: [`${MODERN}#server-validation`, `${MODERN}#case-sensitivity`],
  },
  'http.name-header-required': {
    ...transport,
    level: 'MUST',
    text: 'A request that names something without `Mcp-Name` is refused with status 400 and error -32020.',
    sources: [`${MODERN}#server-validation`, `${MODERN}#standard-request-headers`],
  },
  'http.name-header-matches': {
    ...security,
    level: 'MUST',
    text: 'A request whose `Mcp-Name` differs from its body, plain or encoded, is refused with status 400 and error -32020.',
    sources: [`${MODERN}#server-validation`],
  },
  'http.encoded-header-decoded': {
    ...transport,
    level: 'MUST',
    text: 'A header value in Base64 form is decoded before it is compared with the body.',
    sources: [`${MODERN}#value-encoding`, `${MODERN}#server-validation`],
  },
  'http.param-header-required': {
    ...transport,
    level: 'MUST',
    text: 'A call whose arguments hold a mirrored parameter without its `Mcp-Param` header is refused with status 400 and error -32020.',
    sources: [`${MODERN}#server-behavior-for-custom-headers`],
  },
  'http.param-header-matches': {
    ...security,
    level: 'MUST',
    text: 'A call whose `Mcp-Param` header differs from its arguments is refused with status 400 and error -32020.',
    sources: [`${MODERN}#server-behavior-for-custom-headers`],
  },
  'http.unsupported-version-status': {
    ...transport,
    level: 'MUST',
    text: 'A protocol version that the server does not serve is refused with status 400, error -32022 and the versions that it does serve.',
    sources: [`${MODERN}#protocol-version-header`],
  },
  'http.unknown-method-status': {
    ...transport,
    level: 'MUST',
    text: 'A method that the server does not have is refused with status 404 and error -32601.',
    sources: [`${MODERN}#protocol-version-header`],
  },
  'http.missing-metadata-status': {
    ...transport,
    level: 'MUST',
    text: 'A request without a required field of its metadata is refused with status 400 and error -32602.',
    sources: ['2026-07-28/basic/index#_meta'],
  },
  'http.missing-capability-status': {
    ...transport,
    level: 'MUST',
    text: 'A request that needs a capability the client did not declare is refused with status 400 and error -32021.',
    sources: ['2026-07-28/basic/index#_meta'],
  },
  'http.stream-no-requests': {
    ...transport,
    level: 'MUST',
    text: 'The server sends no JSON-RPC request on a response stream.',
    sources: [`${MODERN}#receiving-messages`],
  },
  'http.stream-unbuffered': {
    ...transport,
    level: 'SHOULD',
    text: 'A response stream has the header `X-Accel-Buffering: no`.',
    sources: [`${MODERN}#receiving-messages`],
  },
  'http.legacy-verbs-refused': {
    ...transport,
    level: 'SHOULD',
    text: 'A server without legacy revisions answers GET and DELETE with status 405.',
    sources: [`${MODERN}#earlier-streamable-http-revisions`],
  },
  'http.session-header-ignored': {
    ...transport,
    level: 'SHOULD',
    text: 'A server without legacy revisions serves a request whatever its `Mcp-Session-Id` header says, and gives out no session id.',
    sources: [`${MODERN}#earlier-streamable-http-revisions`],
  },
  'http.last-event-id-ignored': {
    ...transport,
    level: 'SHOULD',
    text: 'A server without legacy revisions serves a request whatever its `Last-Event-ID` header says.',
    sources: [`${MODERN}#earlier-streamable-http-revisions`],
  },
});
