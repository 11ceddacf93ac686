/** Requirements of the Streamable HTTP transport: answers to a POST, event streams, sessions, origins. */
import { defineRequirements } from '../requirement.js';
import { listPages } from './pages.js';
import { httpMetadata } from './streamable-http-metadata.js';

const transport = { transports: ['streamable-http'], group: 'transport' } as const;
const security = { transports: ['streamable-http'], group: 'security' } as const;

const legacy = { from: '2025-03-26', to: '2025-11-25' } as const;
const modern = { from: '2026-07-28' } as const;

const MODERN = '2026-07-28/basic/transports/streamable-http';
/** The same heading of the three legacy revisions that have this transport, newest first. */
const old = <const A extends string>(anchor: A) =>
  [
    `2025-11-25/basic/transports#${anchor}`,
    `2025-06-18/basic/transports#${anchor}`,
    `2025-03-26/basic/transports#${anchor}`,
  ] as const;

/** The page whose first sentence is that messages are UTF-8, and the one that makes every message one of JSON-RPC. */
const UTF8 = [
  '2026-07-28/basic/transports/index#messages',
  '2025-11-25/basic/transports',
  '2025-06-18/basic/transports',
  '2025-03-26/basic/transports',
] as const;
const MESSAGES = [
  '2026-07-28/basic/index#messages',
  '2025-11-25/basic/index#messages',
  '2025-06-18/basic/index#messages',
  '2025-03-26/basic/index#messages',
] as const;

/** Streamable HTTP, both eras: what a POST gets, streams, and who may ask. */
const messages = defineRequirements('sentence', {
  'http.reply-content-type': {
    ...transport,
    level: 'MUST',
    text: 'A request is answered as `application/json` or as `text/event-stream`.',
    sources: [`${MODERN}#sending-messages`, ...old('sending-messages-to-the-server')],
    from: '2025-03-26',
  },
  'http.events-are-messages': {
    ...transport,
    level: 'MUST',
    text: 'Each event of a stream that carries data holds one JSON-RPC message.',
    sources: MESSAGES,
    from: '2025-03-26',
  },
  'http.utf8': {
    ...transport,
    level: 'MUST',
    text: 'The server reads and writes messages as UTF-8.',
    sources: UTF8,
    from: '2025-03-26',
  },
  'http.notification-accepted': {
    ...transport,
    level: 'MUST',
    text: 'A POSTed notification gets status 202 without a body, or an HTTP error status.',
    sources: [`${MODERN}#sending-messages`, ...old('sending-messages-to-the-server')],
    from: '2025-03-26',
  },
  'http.response-accepted': {
    ...transport,
    ...legacy,
    level: 'MUST',
    text: 'A POSTed response gets status 202 without a body, or an HTTP error status.',
    sources: old('sending-messages-to-the-server'),
  },
  'http.stream-ends-after-response': {
    ...transport,
    level: 'SHOULD',
    text: 'The server ends a response stream once the response is sent.',
    sources: [`${MODERN}#receiving-messages`, ...old('sending-messages-to-the-server')],
    from: '2025-03-26',
  },
  'http.origin-forbidden': {
    ...security,
    level: 'MUST',
    text: 'A request with an invalid `Origin` header is refused with status 403.',
    sources: [`${MODERN}#security-endpoint`, '2025-11-25/basic/transports#security-warning'],
    from: '2025-11-25',
  },
  'http.origin-validated': {
    ...security,
    level: 'MUST',
    text: 'A request with an invalid `Origin` header is not served.',
    sources: ['2025-06-18/basic/transports#security-warning', '2025-03-26/basic/transports#security-warning'],
    from: '2025-03-26',
    to: '2025-06-18',
  },
  'http.binds-to-localhost': {
    ...security,
    level: 'SHOULD',
    text: 'A server that runs locally listens on localhost alone, and not on every address of the machine.',
    sources: [`${MODERN}#security-endpoint`, ...old('security-warning')],
    from: '2025-03-26',
  },
  'http.field-names-case-insensitive': {
    ...transport,
    level: 'MUST',
    text: 'Header names are compared without regard to case.',
    sources: [`${MODERN}#case-sensitivity`, 'https://www.rfc-editor.org/rfc/rfc9110#section-5.1'],
    from: '2025-03-26',
  },
  'http.stream-carries-own-notifications': {
    ...transport,
    ...modern,
    level: 'MUST',
    text: 'Notifications on a response stream relate to the request that opened it.',
    sources: [`${MODERN}#receiving-messages`],
  },
  'http.stream-relates-to-request': {
    ...transport,
    ...legacy,
    level: 'SHOULD',
    text: 'What a response stream carries before the response relates to the request that opened it.',
    sources: old('sending-messages-to-the-server'),
  },
});

/** The legacy shape: sessions, the GET stream, resumption. */
const sessions = defineRequirements('sentence', {
  'http.session-id-visible-ascii': {
    ...transport,
    ...legacy,
    level: 'MUST',
    text: 'A session id holds visible ASCII characters (0x21 to 0x7E) only.',
    sources: old('session-management'),
  },
  'http.session-id-unique': {
    ...security,
    ...legacy,
    level: 'SHOULD',
    text: 'Every session gets an id of its own.',
    sources: old('session-management'),
  },
  'http.session-id-unpredictable': {
    ...security,
    ...legacy,
    level: 'SHOULD',
    text: 'Session ids do not count up: nobody can tell the next one from those before.',
    sources: old('session-management'),
  },
  'http.session-is-no-credential': {
    ...security,
    ...legacy,
    level: 'MUST',
    text: 'A request without a token is refused also where it names a session that somebody with a token has opened.',
    sources: [
      'https://modelcontextprotocol.io/docs/2025-11-25/tutorials/security/security_best_practices#session-hijacking',
      ...listPages('basic/authorization#token-requirements', '2025-03-26', '2025-11-25'),
    ],
  },
  'http.session-required': {
    ...transport,
    ...legacy,
    level: 'SHOULD',
    text: 'A server that needs a session id refuses requests without one with status 400.',
    sources: old('session-management'),
  },
  'http.session-ended-not-found': {
    ...transport,
    ...legacy,
    level: 'MUST',
    text: 'Requests of a session that was ended get status 404.',
    sources: old('session-management'),
  },
  'http.get-stream-or-405': {
    ...transport,
    ...legacy,
    level: 'MUST',
    text: 'GET is answered with an event stream, or with status 405.',
    sources: old('listening-for-messages-from-the-server'),
  },
  'http.get-stream-no-responses': {
    ...transport,
    ...legacy,
    level: 'MUST',
    text: 'No response is sent on a GET stream that resumes nothing.',
    sources: old('listening-for-messages-from-the-server'),
  },
  'http.message-on-one-stream': {
    ...transport,
    ...legacy,
    level: 'MUST',
    text: 'A message of the server is sent on one of the connected streams only.',
    sources: old('multiple-connections'),
  },
  'http.event-ids-unique': {
    ...transport,
    ...legacy,
    level: 'MUST',
    text: 'No event id is used twice among the streams of a session.',
    sources: old('resumability-and-redelivery'),
  },
  'http.resume-own-stream': {
    ...transport,
    ...legacy,
    level: 'MUST',
    text: 'Resuming a stream replays nothing that belonged on another.',
    sources: old('resumability-and-redelivery'),
  },
  'http.priming-event': {
    ...transport,
    level: 'SHOULD',
    text: 'A response stream opens with an event that has an id and empty data.',
    sources: ['2025-11-25/basic/transports#sending-messages-to-the-server'],
    from: '2025-11-25',
    to: '2025-11-25',
  },
  'http.retry-before-close': {
    ...transport,
    level: 'SHOULD',
    text: 'A server that closes the connection before the response sends a `retry` field first.',
    sources: ['2025-11-25/basic/transports#sending-messages-to-the-server'],
    from: '2025-11-25',
    to: '2025-11-25',
  },
  'http.stream-brings-response': {
    ...transport,
    ...legacy,
    level: 'SHOULD',
    text: 'A response stream brings the response in the end, on a resumed connection if the first was closed.',
    sources: old('sending-messages-to-the-server'),
  },
  'http.invalid-version-refused': {
    ...transport,
    level: 'MUST',
    text: 'A request with an invalid or unsupported `MCP-Protocol-Version` header gets status 400.',
    sources: [
      '2025-11-25/basic/transports#protocol-version-header',
      '2025-06-18/basic/transports#protocol-version-header',
    ],
    from: '2025-06-18',
    to: '2025-11-25',
  },
  'http.missing-version-assumed': {
    ...transport,
    level: 'SHOULD',
    text: 'A request without `MCP-Protocol-Version` is served, at the version of its session or else at 2025-03-26.',
    sources: [
      '2025-11-25/basic/transports#protocol-version-header',
      '2025-06-18/basic/transports#protocol-version-header',
    ],
    from: '2025-06-18',
    to: '2025-11-25',
  },
});

export const streamableHttp = { ...messages, ...sessions, ...httpMetadata };
