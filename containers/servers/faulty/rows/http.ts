/** Faults in Streamable HTTP of both eras: statuses, content types, origins, hosts and authorization. */
import { getMeta } from '../../honest/message.js';
import { defineFaults, type RelayedAnswer, type RelayedRequest, type Message } from '../fault.js';
import * as f from '../hooks.js';
import { document, json } from './http-hooks.js';

/** What faults that demand a token want to see. */
export const TOKEN = 'right-token';
const BARE_CHALLENGE: RelayedAnswer = { status: 401, headers: { 'www-authenticate': 'Bearer' }, body: '' };
const BESIDE_POST = ['streamable-http/origin-get-delete'];
const isRequest = (request: RelayedRequest) => f.isRequest(document(request));
const foreign = (origin: string | undefined) =>
  origin !== undefined && !/^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(origin);

/** Streamable HTTP in both eras. */
export const http = defineFaults({
  'http-text-reply': {
    requirement: 'http.reply-content-type',
    how: 'Requests are answered as plain text.',
    message: f.reply((m) => m),
    http: {
      response: (answer, request) => {
        if (
          isRequest(request) &&
          answer.status === 200 &&
          !f.isOpening({ request: document(request) } as never)
        ) {
          answer.headers['content-type'] = 'text/plain';
        }
      },
    },
  },
  'http-notification-200': {
    requirement: 'http.notification-accepted',
    how: 'Notifications are answered with 200 and a body.',
    http: {
      response: (answer, request) => {
        if (f.isNotification(document(request)))
          Object.assign(answer, { status: 200, headers: json, body: '{}' });
      },
    },
  },
  'http-response-200': {
    requirement: 'http.response-accepted',
    how: 'Responses of the client are answered with 200 and a body.',
    http: {
      response: (answer, request) => {
        if ('result' in document(request) || 'error' in document(request))
          Object.assign(answer, { status: 200, headers: json, body: '{}' });
      },
    },
  },
  'http-chatters-on-streams': {
    requirement: 'http.events-are-messages',
    upstream: 'extra-fields',
    how: 'A stream greets in plain words before each message.',
    http: { event: (event) => (event.data ? [{ data: 'hello, this is no JSON' }, event] : event) },
  },
  'http-latin1-output': {
    requirement: 'http.utf8',
    upstream: 'tools-only',
    how: 'Documents are written in Latin-1.',
    http: { response: (answer) => void (answer.encoding = 'latin1') },
  },
  'http-latin1-input': {
    requirement: 'http.utf8',
    how: 'Documents are read as Latin-1.',
    http: { request: (request) => void (request.body = Buffer.from(request.body.toString('latin1'))) },
  },
  'http-stream-left-open': {
    requirement: 'http.stream-ends-after-response',
    upstream: 'extra-fields',
    how: 'A stream is not ended after its response.',
    http: { leavesOpen: true },
  },
  'http-any-origin': {
    requirement: 'http.origin-forbidden',
    how: 'Requests of any web page are served.',
    http: { request: ignoreOrigin },
  },
  'http-any-origin-before': {
    requirement: 'http.origin-validated',
    how: 'Requests of any web page are served.',
    http: { request: ignoreOrigin },
  },
  'http-any-origin-but-post': {
    requirement: 'http.origin-forbidden',
    scenarios: BESIDE_POST,
    how: 'Any web page can open streams and end sessions.',
    http: { request: ignoreOriginBesidePost },
  },
  'http-any-origin-but-post-before': {
    requirement: 'http.origin-validated',
    scenarios: BESIDE_POST,
    how: 'Any web page can open streams and end sessions.',
    http: { request: ignoreOriginBesidePost },
  },
  'http-origin-400': {
    requirement: 'http.origin-forbidden',
    how: 'Requests of a foreign web page are refused as malformed.',
    http: {
      request: ({ headers }) =>
        foreign(headers['origin']) ? { status: 400, headers: {}, body: '' } : undefined,
    },
  },
  'http-case-sensitive-names': {
    requirement: 'http.field-names-case-insensitive',
    how: 'Header names are only found in the case that most clients use.',
    http: {
      request: ({ headers, rawHeaders }) => {
        const known = new Set(rawHeaders.filter((_, index) => index % 2 === 0));
        for (const name of Object.keys(headers)) {
          if (name.startsWith('mcp-') && !known.has(name)) delete headers[name];
        }
        return undefined;
      },
    },
  },
  'http-foreign-progress': {
    requirement: 'http.stream-carries-own-notifications',
    how: 'The progress of one call is told on the stream of another.',
    message: f.notification('notifications/progress', swapToken),
    request: noteToken,
  },
  'http-foreign-progress-legacy': {
    requirement: 'http.stream-relates-to-request',
    how: 'The progress of one call is told on the stream of another.',
    message: f.notification('notifications/progress', swapToken),
    request: noteToken,
  },
  'http-ows-kept': {
    requirement: 'http.field-value-whitespace',
    how: 'Whitespace around a header value counts as part of it.',
    http: {
      request: ({ raw }) =>
        /^mcp-[^:]+:(  |[ ]?\t)/im.test(raw) ? { status: 400, headers: {}, body: '' } : undefined,
    },
  },
  'http-405-without-allow': {
    requirement: 'http.405-names-allowed-methods',
    how: 'A 405 does not say what is allowed.',
    http: {
      request: ({ method }) => (method === 'PUT' ? { status: 405, headers: {}, body: '' } : undefined),
      response: (answer) => void (answer.status === 405 && delete answer.headers['allow']),
    },
  },
  'http-401-bare': {
    requirement: 'http.401-has-challenge',
    uncontrolled: 'the right servers have no authorization',
    how: 'Who has no token is refused without being told what to do.',
    http: { request: (request) => demandToken(request, { status: 401, headers: {}, body: '' }) },
  },
  'http-401-no-metadata': {
    requirement: 'http.resource-metadata-discoverable',
    uncontrolled: 'the right servers have no authorization',
    how: 'Who has no token is not told where to get one.',
    http: { request: (request) => demandToken(request, BARE_CHALLENGE) },
  },
  'http-invalid-token-400': {
    requirement: 'http.invalid-token-unauthorized',
    uncontrolled: 'the right servers have no authorization',
    how: 'A wrong token is a malformed request.',
    http: {
      request: (request) => {
        const wrong = { status: 400, headers: {}, body: '' };
        return demandToken(request, request.headers['authorization'] === undefined ? BARE_CHALLENGE : wrong);
      },
    },
  },
  'http-session-for-token': {
    requirement: 'http.session-is-no-credential',
    uncontrolled: 'the right servers have no authorization',
    how: 'Who names a session needs no token.',
    http: {
      request: (request) =>
        request.headers['mcp-session-id'] === undefined ? demandToken(request, BARE_CHALLENGE) : undefined,
    },
  },
  'http-one-get-stream': {
    requirement: 'http.get-stream-or-405',
    how: 'One stream with GET is all that there is for all clients.',
    scenarios: ['streamable-http/streams-apart'],
    http: {
      request: ({ method }, { streams }) =>
        method === 'GET' && streams.length > 1 ? { status: 409, headers: {}, body: '' } : undefined,
    },
  },
  'http-every-address': {
    requirement: 'http.binds-to-localhost',
    how: 'The server is reached at more than one address of the machine.',
    breakable: true,
    http: { alsoAt: '127.0.0.2' },
  },
  'http-any-host': {
    requirement: 'robustness.http-foreign-host',
    how: 'Any name of the server will do.',
    http: {
      request: ({ headers }) => {
        headers['host'] = 'localhost';
        return undefined;
      },
    },
  },
  'http-any-content-type': {
    requirement: 'robustness.http-wrong-content-type',
    upstream: 'tools-only',
    how: 'Messages of any media type are served.',
    http: {
      request: ({ headers, method }) => {
        if (method === 'POST') headers['content-type'] = 'application/json';
        return undefined;
      },
    },
  },
  'http-accept-ignored': {
    requirement: 'robustness.http-accept-honoured',
    upstream: 'tools-only',
    how: 'What the client accepts does not matter.',
    http: {
      request: ({ headers, method }) => {
        if (method === 'POST') headers['accept'] = 'application/json, text/event-stream';
        return undefined;
      },
    },
  },
  'http-malformed-500': {
    requirement: 'robustness.http-malformed-body',
    how: 'What is no JSON is an error of the server.',
    http: {
      request: ({ document, method }) =>
        method === 'POST' && document === undefined ? { status: 500, headers: {}, body: '' } : undefined,
    },
  },
  'http-dies-on-large-body': {
    requirement: 'robustness.http-large-body',
    how: 'A body over 4 MiB breaks the server for good.',
    http: {
      request: ({ body }, { memory }) => {
        if (body.length > 4 * 1024 * 1024) memory['broken'] = true;
        return memory['broken'] ? { status: 500, headers: {}, body: '' } : undefined;
      },
    },
  },
  'http-put-200': {
    requirement: 'robustness.http-odd-methods',
    how: 'Any method will do.',
    http: {
      request: ({ method }) =>
        ['GET', 'POST', 'DELETE', 'HEAD', 'OPTIONS'].includes(method)
          ? undefined
          : { status: 200, headers: json, body: '{}' },
    },
  },
});

function ignoreOrigin({ headers }: RelayedRequest): undefined {
  delete headers['origin'];
}

function ignoreOriginBesidePost(request: RelayedRequest): undefined {
  if (request.method !== 'POST') ignoreOrigin(request);
}

/** Serves who has the token, and refuses everybody else. */
function demandToken({ headers }: RelayedRequest, refusal: RelayedAnswer): RelayedAnswer | undefined {
  return headers['authorization'] === `Bearer ${TOKEN}` ? undefined : { ...refusal };
}

/** Remembers the tokens under way. */
function noteToken(m: Message, { memory }: { memory: Record<string, unknown> }): Message {
  const { progressToken } = getMeta(m);
  if (progressToken !== undefined)
    memory['tokens'] = [...((memory['tokens'] as unknown[] | undefined) ?? []), progressToken];
  return m;
}

function swapToken(params: Message, { memory }: { memory: Record<string, unknown> }): void {
  const others = ((memory['tokens'] as unknown[] | undefined) ?? []).filter(
    (token) => token !== params['progressToken'],
  );
  if (others.length > 0) params['progressToken'] = others.at(-1);
}
