/** Requirements on messages in general: result types, `_meta`, error codes, statelessness, capabilities. */
import { defineRequirements } from '../requirement.js';
import { listPages } from './pages.js';

const MODERN = '2026-07-28';

const requests = [
  ...listPages('basic/index#requests', '2025-03-26'),
  '2024-11-05/basic/messages#requests',
] as const;

/** `basic/index`: messages, `_meta`, statelessness; and what every capability of a server has in common. */
export const base = defineRequirements('sentence', {
  'base.result-type': {
    level: 'MUST',
    group: 'schemas',
    text: 'Every result says of what type it is in resultType.',
    sources: listPages('basic/index#result-responses', MODERN),
    from: MODERN,
  },
  'base.result-type-known': {
    level: 'MUST',
    group: 'schemas',
    text: 'The type of a result is "complete" or "input_required", or one of an extension that the server declares.',
    sources: listPages('basic/index#resulttype', MODERN),
    from: MODERN,
  },
  'base.server-info-in-results': {
    level: 'SHOULD',
    group: 'discovery',
    text: 'Every result identifies the server, by name and version, in its _meta.',
    sources: listPages('basic/index#_meta', MODERN),
    from: MODERN,
  },
  'base.reserved-codes': {
    level: 'MUST',
    group: 'transport',
    text: 'Of the error codes -32020 to -32099 the server uses only those that the revision defines.',
    sources: listPages('basic/index#error-codes', MODERN),
    from: MODERN,
  },
  'base.codes-with-their-meaning': {
    level: 'MUST',
    group: 'transport',
    text: 'The error codes that the revision defines are used only for what they mean: none of headers where there are none or where they repeat the request, none of a version that is served, none of a capability that is declared.',
    sources: listPages('basic/index#error-codes', MODERN),
    from: MODERN,
  },
  'base.codes-outside-reserved': {
    level: 'SHOULD',
    group: 'transport',
    text: 'Errors of its own have codes outside of the range -32768 to -32000, as far as neither JSON-RPC nor MCP defines them.',
    sources: listPages('basic/index#error-codes', MODERN),
    from: MODERN,
  },
  'base.meta-key-names': {
    level: 'MUST',
    group: 'schemas',
    text: 'Keys in _meta have the form of a name, with or without a prefix of labels before a slash.',
    sources: listPages('basic/index#_meta', '2025-06-18'),
    from: '2025-06-18',
  },
  'base.trace-context-format': {
    level: 'MUST',
    group: 'schemas',
    text: 'traceparent, tracestate and baggage in _meta have the formats of W3C Trace Context and Baggage.',
    sources: listPages('basic/index#_meta', MODERN),
    from: MODERN,
  },
  'base.extension-identifiers': {
    level: 'MUST',
    group: 'discovery',
    text: 'An extension is declared under an identifier with a prefix: labels, a slash and a name.',
    sources: listPages('basic/versioning#extension-negotiation', MODERN),
    from: MODERN,
  },
  'base.retired-codes': {
    level: 'MUST',
    group: 'transport',
    text: 'The error codes -32002 and -32042 of earlier revisions are used no more.',
    sources: listPages('basic/index#error-codes', MODERN),
    from: MODERN,
  },
  'base.required-meta': {
    level: 'MUST',
    group: 'transport',
    text: 'A request without its protocol version or client capabilities in _meta is rejected with the error -32602.',
    sources: listPages('basic/index#_meta', MODERN),
    from: MODERN,
  },
  'base.client-info-optional': {
    level: 'MUST',
    basis: 'schema',
    group: 'transport',
    text: 'A request that does not identify its client is served like any other.',
    sources: listPages('schema#requestmetaobject', MODERN),
    from: MODERN,
  },
  'base.first-request-served': {
    level: 'MUST',
    group: 'transport',
    text: 'Any request may be the first on a connection; none depends on one that was sent before.',
    sources: [
      ...listPages('basic/index#statelessness', MODERN),
      ...listPages('server/discover#when-to-call', MODERN),
    ],
    from: MODERN,
  },
  'base.requests-independent': {
    level: 'MUST',
    group: 'transport',
    text: 'Version, client and capabilities are taken from each request and not from others on the connection.',
    sources: listPages('basic/index#statelessness', MODERN),
    from: MODERN,
  },
  'base.removed-methods': {
    level: 'ROBUSTNESS',
    group: 'transport',
    text: 'Methods that the revision removed are answered with the error -32601.',
    sources: listPages('changelog#major-changes', MODERN),
    from: MODERN,
  },
  'base.unknown-meta-tolerated': {
    level: 'ROBUSTNESS',
    group: 'transport',
    text: 'Keys in _meta that the server does not know change nothing.',
    sources: [
      ...listPages('basic/index#_meta', '2025-06-18'),
      '2025-03-26/basic/index#requests',
      '2024-11-05/basic/messages#requests',
    ],
  },
  'base.unknown-fields-tolerated': {
    level: 'ROBUSTNESS',
    group: 'transport',
    text: 'Fields in a request that the server does not know change nothing.',
    sources: requests,
  },
  'base.large-message': {
    level: 'ROBUSTNESS',
    group: 'transport',
    text: 'A request of 1 MiB is answered like a small one.',
    sources: requests,
  },
  'base.slow-request-blocks-nothing': {
    level: 'ROBUSTNESS',
    group: 'transport',
    text: 'A request that takes long does not hold up the ones after it.',
    sources: [
      '2026-07-28/basic/index#statelessness',
      '2025-11-25/basic/utilities/ping#behavior-requirements',
    ],
  },
  'tools.capability-declared': {
    level: 'MUST',
    group: 'discovery',
    text: 'A server that has tools declares the tools capability.',
    sources: listPages('server/tools#capabilities'),
  },
  'prompts.capability-declared': {
    level: 'MUST',
    group: 'discovery',
    text: 'A server that has prompts declares the prompts capability.',
    sources: listPages('server/prompts#capabilities'),
  },
  'resources.capability-declared': {
    level: 'MUST',
    group: 'discovery',
    text: 'A server that has resources or resource templates declares the resources capability.',
    sources: listPages('server/resources#capabilities'),
  },
});
