/** Requirements of HTTP itself (RFC 9110), and of the MCP authorization pages on answers with status 401. */
import type { Revision } from '../../adapters/revision.js';
import { listPages } from './mcp/pages.js';
import { defineRequirements } from './requirement.js';

const RFC9110 = 'https://www.rfc-editor.org/rfc/rfc9110';
const http = { transports: ['streamable-http'], from: '2025-03-26' } as const;

/** Where it says that servers on HTTP SHOULD conform to the document at all. */
const chapter = (from: Revision) => [
  ...listPages('basic/authorization/index#protocol-requirements', '2026-07-28'),
  ...listPages('basic/authorization#protocol-requirements', from, '2025-11-25'),
];

/** HTTP below Streamable HTTP (RFC 9110), and what MCP's authorization pages say of a 401. */
export const http9110 = defineRequirements('sentence', {
  'http.405-names-allowed-methods': {
    ...http,
    level: 'MUST',
    group: 'transport',
    text: 'An answer with status 405 lists the methods that are allowed in an `Allow` header.',
    sources: [`${RFC9110}#section-15.5.6`],
  },
  'http.field-value-whitespace': {
    ...http,
    level: 'MUST',
    group: 'transport',
    text: 'Whitespace around a header value is no part of the value.',
    sources: [`${RFC9110}#section-5.5`],
  },
  'http.401-has-challenge': {
    ...http,
    level: 'MUST',
    group: 'security',
    text: 'An answer with status 401 holds a `WWW-Authenticate` challenge.',
    sources: [`${RFC9110}#section-15.5.2`],
  },
  // Both sentences say MUST in a document that HTTP servers SHOULD follow: another scheme of authorization is no violation.
  'http.resource-metadata-discoverable': {
    ...http,
    level: 'SHOULD',
    group: 'security',
    text: 'A server that demands authorization tells where its resource metadata is, in the challenge or (from 2025-11-25) at a well-known address.',
    sources: [
      '2026-07-28/basic/authorization/authorization-server-discovery#protected-resource-metadata-discovery-requirements',
      '2025-11-25/basic/authorization#protected-resource-metadata-discovery-requirements',
      '2025-06-18/basic/authorization#authorization-server-location',
      ...chapter('2025-06-18'),
    ],
    from: '2025-06-18',
  },
  'http.invalid-token-unauthorized': {
    ...http,
    level: 'SHOULD',
    group: 'security',
    text: 'A server that demands authorization answers an invalid token with status 401.',
    sources: [
      '2026-07-28/basic/authorization/index#token-handling',
      '2025-11-25/basic/authorization#token-handling',
      '2025-06-18/basic/authorization#token-handling',
      '2025-03-26/basic/authorization#token-handling',
      ...chapter('2025-03-26'),
    ],
  },
});
