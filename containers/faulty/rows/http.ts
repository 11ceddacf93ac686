import { isObject, META, metaOf } from '../../honest/message.js';
import { faults, type At, type HttpAnswer, type HttpRequest, type Message } from '../fault.js';
import * as f from '../hooks.js';

/** What faults that demand a token want to see. */
export const TOKEN = 'right-token';
const BARE_CHALLENGE: HttpAnswer = { status: 401, headers: { 'www-authenticate': 'Bearer' }, body: '' };
const json = { 'content-type': 'application/json' };
const document = ({ document }: HttpRequest): Message => (isObject(document) ? document : {});
const isRequest = (request: HttpRequest) => f.isRequest(document(request));
/** The code of the error in an answer that is one document. */
const codeOf = ({ body }: HttpAnswer): number | undefined => {
  const found = /"code":(-?\d+)/.exec(body ?? '');
  return found ? Number(found[1]) : undefined;
};
const whenCode = (code: number, change: (answer: HttpAnswer) => void) => ({
  response: (answer: HttpAnswer) => {
    if (codeOf(answer) === code) change(answer);
  },
});
const foreign = (origin: string | undefined) =>
  origin !== undefined && !/^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(origin);

/** Streamable HTTP in both eras. */
export const http = faults({
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
  'http-stream-left-open': {
    requirement: 'http.stream-ends-after-response',
    behind: 'extra-fields',
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
    behind: 'tools-only',
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
    behind: 'tools-only',
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

function ignoreOrigin({ headers }: HttpRequest): undefined {
  delete headers['origin'];
}

/** Serves who has the token, and refuses everybody else. */
function demandToken({ headers }: HttpRequest, refusal: HttpAnswer): HttpAnswer | undefined {
  return headers['authorization'] === `Bearer ${TOKEN}` ? undefined : { ...refusal };
}

/** Remembers the tokens under way. */
function noteToken(m: Message, { memory }: { memory: Record<string, unknown> }): Message {
  const { progressToken } = metaOf(m);
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

/** The modern shape: what is mirrored in headers, and the status of each refusal. */
export const httpModern = faults({
  'http-modern-version-optional': {
    requirement: 'http.version-header-required',
    uncontrolled: 'the right servers have no lack of a legacy era',
    how: 'A request that names its version only in the body is served, though there is no legacy era.',
    request: f.refuse((m) => m['method'] === 'initialize', -32601, 'Only 2026-07-28 is served'),
    http: { request: fill('mcp-protocol-version', (m) => metaOf(m)[META.version], 'if missing') },
  },
  'http-version-mismatch-served': {
    requirement: 'http.version-header-matches',
    how: 'The version in the header is not compared with the body.',
    http: { request: fill('mcp-protocol-version', (m) => metaOf(m)[META.version], 'if there') },
  },
  'http-method-header-optional': {
    requirement: 'http.method-header-required',
    how: 'A request without Mcp-Method is served.',
    http: { request: fill('mcp-method', (m) => m['method'], 'if missing') },
  },
  'http-method-header-unchecked': {
    requirement: 'http.method-header-matches',
    how: 'Mcp-Method is not compared with the body.',
    http: { request: fill('mcp-method', (m) => m['method'], 'if there') },
  },
  'http-name-header-optional': {
    requirement: 'http.name-header-required',
    how: 'A request without Mcp-Name is served.',
    http: { request: fill('mcp-name', nameOf, 'if missing') },
  },
  'http-name-header-unchecked': {
    requirement: 'http.name-header-matches',
    how: 'Mcp-Name is not compared with the body.',
    http: { request: fill('mcp-name', nameOf, 'if there') },
  },
  'http-encoded-name-literal': {
    requirement: 'http.encoded-header-decoded',
    how: 'A header in Base64 form is compared as it stands.',
    uncontrolled: 'the right servers have no parameter to mirror among the tools that are called first',
    message: mirroredFirst,
    http: {
      request: (request) => {
        for (const [name, value] of Object.entries(request.headers)) {
          if (/^mcp-(name|param-)/.test(name) && value?.startsWith('=?base64?'))
            return refuse(request, -32020);
        }
        return undefined;
      },
    },
  },
  'http-param-header-optional': {
    requirement: 'http.param-header-required',
    how: 'A call without the header of a mirrored parameter is served.',
    uncontrolled: 'the right servers have no parameter to mirror among the tools that are called first',
    message: mirroredFirst,
    http: { request: (request) => mirrored(request, 'if missing') },
  },
  'http-param-header-unchecked': {
    requirement: 'http.param-header-matches',
    how: 'Mirrored parameters are not compared with the body.',
    uncontrolled: 'the right servers have no parameter to mirror among the tools that are called first',
    message: mirroredFirst,
    http: { request: (request) => mirrored(request, 'if there') },
  },
  'http-mismatch-code': {
    requirement: 'http.method-header-matches',
    how: 'A header that differs from the body is an invalid request.',
    http: whenCode(-32020, (answer) => void (answer.body = answer.body?.replace('-32020', '-32600') ?? '')),
  },
  'http-unsupported-version-200': {
    requirement: 'http.unsupported-version-status',
    how: 'A version that is not served is refused with status 200.',
    http: whenCode(-32022, (answer) => void (answer.status = 200)),
  },
  'http-unknown-method-200': {
    requirement: 'http.unknown-method-status',
    how: 'An unknown method is refused with status 200.',
    http: whenCode(-32601, (answer) => void (answer.status = 200)),
  },
  'http-missing-metadata-200': {
    requirement: 'http.missing-metadata-status',
    how: 'Missing metadata is refused with status 200.',
    http: whenCode(-32602, (answer) => void (answer.status = 200)),
  },
  'http-missing-capability-200': {
    requirement: 'http.missing-capability-status',
    how: 'A missing capability of the client is refused with status 200.',
    http: whenCode(-32021, (answer) => void (answer.status = 200)),
  },
  'http-asks-on-stream': {
    requirement: 'http.stream-no-requests',
    behind: 'extra-fields',
    how: 'The client is asked for its roots on the stream of its call.',
    message: f.before(f.to('tools/call'), () => ({ jsonrpc: '2.0', id: 'asked', method: 'roots/list' })),
  },
  'http-stream-buffered': {
    requirement: 'http.stream-unbuffered',
    how: 'Proxies are not asked to pass streams on at once.',
    http: { response: ({ headers }) => void delete headers['x-accel-buffering'] },
  },
  'http-get-400': {
    requirement: 'http.legacy-verbs-refused',
    uncontrolled: 'the right servers have no lack of a legacy era',
    how: 'GET and DELETE are malformed requests, though there is no legacy era.',
    request: f.refuse((m) => m['method'] === 'initialize', -32601, 'Only 2026-07-28 is served'),
    http: {
      request: ({ method }) =>
        method === 'GET' || method === 'DELETE' ? { status: 400, headers: {}, body: '' } : undefined,
    },
  },
  'http-modern-session': {
    requirement: 'http.session-header-ignored',
    how: 'Sessions are opened where there are none.',
    http: {
      response: ({ headers }, request) => {
        if (META.version in metaOf(document(request))) headers['mcp-session-id'] = 'a-session';
      },
    },
  },
  'http-last-event-id-refused': {
    requirement: 'http.last-event-id-ignored',
    how: 'A request that names an event is malformed.',
    http: {
      request: ({ method, headers }) =>
        method === 'POST' && headers['last-event-id'] !== undefined
          ? { status: 400, headers: {}, body: '' }
          : undefined,
    },
  },
});

function nameOf(m: Message): unknown {
  const params = isObject(m['params']) ? m['params'] : {};
  return m['method'] === 'resources/read' ? params['uri'] : params['name'];
}

type When = 'if missing' | 'if there';

/** Makes a header say what the body says, so that the server behind has nothing to complain about. */
function fill(name: string, value: (message: Message) => unknown, when: When) {
  return (request: HttpRequest): undefined => {
    const found = value(document(request));
    if (typeof found !== 'string' || (request.headers[name] === undefined) !== (when === 'if missing'))
      return;
    if (META.version in metaOf(document(request))) request.headers[name] = encoded(found);
  };
}

const encoded = (text: string): string =>
  /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(text) && !text.startsWith('=?base64?')
    ? text
    : `=?base64?${Buffer.from(text).toString('base64')}?=`;

/** Puts the one fixture with a mirrored parameter first in the list, and makes that parameter mandatory. */
function mirroredFirst(message: Message, at: At): Message {
  const copy = structuredClone(message);
  const { tools } = isObject(copy['result']) ? copy['result'] : {};
  if (!Array.isArray(tools) || f.hasParam(at.request ?? {}, 'cursor')) return copy;
  const properties = { region: { type: 'string', 'x-mcp-header': 'Region' } };
  tools.unshift({
    name: 'test_mirrored_header',
    inputSchema: { type: 'object', properties, required: ['region'] },
    annotations: { readOnlyHint: true },
  });
  return copy;
}

/** Makes the headers of mirrored parameters say what the arguments say. */
function mirrored(request: HttpRequest, when: When): undefined {
  const params = document(request)['params'];
  const args = isObject(params) && isObject(params['arguments']) ? params['arguments'] : {};
  for (const [name, value] of Object.entries(args)) {
    if (value === null || typeof value === 'object') continue;
    fill(`mcp-param-${name}`, () => JSON.stringify(value).replace(/^"(.*)"$/, '$1'), when)(request);
  }
}

function refuse(request: HttpRequest, code: number): HttpAnswer {
  const error = { code, message: 'Refused' };
  const body = JSON.stringify({ jsonrpc: '2.0', id: document(request)['id'], error });
  return { status: 400, headers: json, body };
}
