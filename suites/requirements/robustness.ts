/** What users expect though no specification demands it, such as surviving bad input; never a failure. */
import { listPages } from './mcp/pages.js';
import { defineRequirements } from './requirement.js';

const SCHEMA = [
  ...listPages('schema', '2025-06-18'),
  '2025-03-26/basic/index#messages',
  '2024-11-05/basic/messages',
] as const;
const STDIO = [
  '2026-07-28/basic/transports/stdio',
  '2025-11-25/basic/transports#stdio',
  '2025-06-18/basic/transports#stdio',
  '2025-03-26/basic/transports#stdio',
  '2024-11-05/basic/transports#stdio',
] as const;
const HTTP = [
  '2026-07-28/basic/transports/streamable-http',
  '2025-11-25/basic/transports#streamable-http',
  '2025-06-18/basic/transports#streamable-http',
  '2025-03-26/basic/transports#streamable-http',
] as const;

const stdio = { level: 'ROBUSTNESS', group: 'transport', transports: ['stdio'] } as const;
const http = {
  level: 'ROBUSTNESS',
  group: 'transport',
  transports: ['streamable-http'],
  from: '2025-03-26',
} as const;

const RFC6455 = 'https://www.rfc-editor.org/rfc/rfc6455';
const BINDING = 'https://unpkg.com/mcp-transport-conformance/adapters/websocket/README.md';
const ws = { level: 'ROBUSTNESS', group: 'transport', transports: ['websocket'] } as const;

/** What no sentence demands and users expect; reported in rows of its own, never as a failure. */
export const robustness = defineRequirements('sentence', {
  'robustness.no-internal-error': {
    level: 'ROBUSTNESS',
    group: 'tooling',
    text: 'What the server itself offers is not answered with an internal error: safe calls, listed resources, prompts without arguments.',
    sources: [
      '2026-07-28/server/tools#error-handling',
      '2025-11-25/server/tools#error-handling',
      '2025-06-18/server/tools#error-handling',
      '2025-03-26/server/tools#error-handling',
      '2024-11-05/server/tools#error-handling',
    ],
  },
  'robustness.arguments-as-advertised': {
    level: 'ROBUSTNESS',
    group: 'schemas',
    text: 'A tool does not refuse with the error -32602 the arguments that its input schema allows.',
    sources: SCHEMA,
  },
  'robustness.unknown-arguments': {
    level: 'ROBUSTNESS',
    group: 'schemas',
    text: 'An argument that the input schema of a tool rules out, as it allows no others than it names, is refused.',
    sources: SCHEMA,
  },
  'robustness.optional-arguments': {
    level: 'ROBUSTNESS',
    group: 'schemas',
    text: 'A tool or a prompt that requires no argument is answered alike without `arguments` and with an empty object.',
    sources: SCHEMA,
  },
  'robustness.no-replacement-characters': {
    level: 'ROBUSTNESS',
    group: 'schemas',
    text: 'Names, descriptions and results hold no U+FFFD, the sign that text was decoded wrongly.',
    sources: SCHEMA,
  },
  'robustness.known-notifications': {
    level: 'ROBUSTNESS',
    group: 'schemas',
    text: 'A server without extensions sends only notifications whose method some revision defines.',
    sources: SCHEMA,
  },
  'robustness.legacy-codes': {
    level: 'ROBUSTNESS',
    group: 'transport',
    text: 'Errors have no code from -32000 to -32019, which new implementations leave alone.',
    sources: ['2026-07-28/basic/index#error-codes'],
    from: '2026-07-28',
  },
  'robustness.codes-with-their-meaning': {
    level: 'ROBUSTNESS',
    group: 'transport',
    text: 'The error -32002 says that a resource is not there, and -32042 is used at no revision but 2025-11-25.',
    sources: ['2025-11-25/server/resources#error-handling'],
    to: '2025-11-25',
  },
  'robustness.credentials-kept': {
    level: 'ROBUSTNESS',
    group: 'security',
    text: 'Results, errors and whatever else is no log message hold no credential that the server was given.',
    sources: SCHEMA,
  },
  'robustness.list-changes-announced': {
    level: 'ROBUSTNESS',
    group: 'tooling',
    text: 'A server that declares to announce changes of a list announces each.',
    sources: SCHEMA,
    to: '2025-11-25',
  },
  'robustness.stdio-carriage-return': {
    ...stdio,
    text: 'A line that ends in CR LF is read like one that ends in LF.',
    sources: STDIO,
  },
  'robustness.stdio-blank-line': {
    ...stdio,
    text: 'An empty line is passed over.',
    sources: STDIO,
  },
  'robustness.stdio-garbage-line': {
    ...stdio,
    text: 'After a line that is no JSON, or no UTF-8, requests are still answered.',
    sources: STDIO,
  },
  'robustness.stdio-long-line': {
    ...stdio,
    text: 'After a message of 4 MiB, whether served or refused, requests are still answered.',
    sources: STDIO,
  },
  'robustness.stdio-exits-at-end-of-input': {
    ...stdio,
    text: 'The process ends by itself within 2 s of the end of its input, without a signal.',
    sources: [
      '2025-11-25/basic/lifecycle#stdio',
      '2025-06-18/basic/lifecycle#stdio',
      '2025-03-26/basic/lifecycle#stdio',
      '2024-11-05/basic/lifecycle#stdio',
    ],
    to: '2025-11-25',
  },
  'robustness.stdio-answers-before-exit': {
    ...stdio,
    text: 'A request that was written before the end of input is answered before the process exits.',
    sources: STDIO,
  },
  'robustness.stdio-probe-then-initialize': {
    ...stdio,
    text: 'A legacy server that was probed with `server/discover` still answers `initialize`.',
    sources: ['2026-07-28/basic/transports/stdio#backward-compatibility'],
    to: '2025-11-25',
  },
  'robustness.http-unknown-session': {
    ...http,
    text: 'A session id that was never given out gets status 404.',
    sources: [
      '2025-11-25/basic/transports#session-management',
      '2025-06-18/basic/transports#session-management',
      '2025-03-26/basic/transports#session-management',
    ],
    to: '2025-11-25',
  },
  'robustness.http-foreign-host': {
    ...http,
    group: 'security',
    text: 'A request whose `Host` header names another site is refused, against DNS rebinding.',
    sources: [
      '2026-07-28/basic/transports/streamable-http',
      '2025-11-25/basic/transports#security-warning',
      '2025-06-18/basic/transports#security-warning',
      '2025-03-26/basic/transports#security-warning',
    ],
  },
  'robustness.http-wrong-content-type': {
    ...http,
    group: 'security',
    text: 'A message POSTed as `text/plain`, which any web page can send unasked, is refused.',
    sources: HTTP,
  },
  'robustness.http-accept-honoured': {
    ...http,
    text: 'A client that accepts neither of the two reply types gets status 406.',
    sources: HTTP,
  },
  'robustness.http-malformed-body': {
    ...http,
    text: 'A body that is no JSON gets a 4xx status or no answer at all, and requests are still answered.',
    sources: HTTP,
  },
  'robustness.http-large-body': {
    ...http,
    text: 'After a body of 8 MiB, whether served or refused, requests are still answered.',
    sources: HTTP,
  },
  'robustness.http-odd-methods': {
    ...http,
    text: 'PUT and PATCH are refused (a 4xx status, 501, or no answer at all), and requests are still answered.',
    sources: [...HTTP, 'https://www.rfc-editor.org/rfc/rfc9110#section-9.1'],
  },
  'robustness.websocket-stray-continuation': {
    ...ws,
    text: 'A continuation without a message to continue ends the connection.',
    sources: [`${RFC6455}#section-5.4`],
  },
  'robustness.websocket-interleaved-message': {
    ...ws,
    text: 'A message that begins amid the fragments of another ends the connection.',
    sources: [`${RFC6455}#section-5.4`],
  },
  'robustness.websocket-bad-close-payload': {
    ...ws,
    text: 'A close frame with half a code, or a reason that is no UTF-8, ends the connection all the same.',
    sources: [`${RFC6455}#section-5.5.1`],
  },
  'robustness.websocket-bad-control-frame': {
    ...ws,
    text: 'A control frame that is fragmented, or holds more than 125 bytes, ends the connection.',
    sources: [`${RFC6455}#section-5.5`],
  },
  'robustness.websocket-unsolicited-pong': {
    ...ws,
    text: 'After a pong that nobody asked for, requests are still answered.',
    sources: [`${RFC6455}#section-5.5.3`],
  },
  'robustness.websocket-bad-close-code': {
    ...ws,
    text: 'A close frame with a code that must not be sent ends the connection all the same.',
    sources: [`${RFC6455}#section-7.4.1`],
  },
  'robustness.websocket-huge-message': {
    ...ws,
    text: 'After a message of 64 MiB, whether served or refused, new connections are served.',
    sources: [`${BINDING}#limits`],
  },
  'robustness.websocket-many-requests': {
    ...ws,
    text: '200 requests at once are all answered.',
    sources: [`${BINDING}#messages`],
  },
  'robustness.websocket-abrupt-drops': {
    ...ws,
    text: 'After connections that were dropped in the middle of a message, new ones are served.',
    sources: [`${BINDING}#connection`],
  },
  'robustness.websocket-foreign-host': {
    ...ws,
    group: 'security',
    text: 'An upgrade whose `Host` header names another site is refused, against DNS rebinding.',
    sources: [`${BINDING}#security`],
  },
});
