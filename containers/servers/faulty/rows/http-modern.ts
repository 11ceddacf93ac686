/** Faults in modern Streamable HTTP: headers that repeat the body, and the status of each refusal. */
import { isObject } from '../../../../adapters/json.js';
import { META, getMeta } from '../../honest/message.js';
import {
  defineFaults,
  type MessageContext,
  type RelayedAnswer,
  type RelayedRequest,
  type Message,
} from '../fault.js';
import * as f from '../hooks.js';
import { document, json } from './http-hooks.js';

/** The code of the error in an answer that is one document. */
const codeOf = ({ body }: RelayedAnswer): number | undefined => {
  const found = /"code":(-?\d+)/.exec(body ?? '');
  return found ? Number(found[1]) : undefined;
};
const whenCode = (code: number, change: (answer: RelayedAnswer) => void) => ({
  response: (answer: RelayedAnswer) => {
    if (codeOf(answer) === code) change(answer);
  },
});

/** The modern shape: what is mirrored in headers, and the status of each refusal. */
export const httpModern = defineFaults({
  'http-modern-version-optional': {
    requirement: 'http.version-header-required',
    uncontrolled: 'the right servers have no lack of a legacy era',
    how: 'A request that names its version only in the body is served, though there is no legacy era.',
    request: f.refuse((m) => m['method'] === 'initialize', -32601, 'Only 2026-07-28 is served'),
    http: { request: fill('mcp-protocol-version', (m) => getMeta(m)[META.version], 'if missing') },
  },
  'http-version-mismatch-served': {
    requirement: 'http.version-header-matches',
    how: 'The version in the header is not compared with the body.',
    http: { request: fill('mcp-protocol-version', (m) => getMeta(m)[META.version], 'if there') },
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
  'http-encoded-name-literal-untried': {
    requirement: 'http.encoded-header-decoded',
    upstream: 'tools-only',
    how: 'A name in Base64 form is compared as it stands, and nothing of what has a name may be asked for.',
    http: {
      request: (request) =>
        request.headers['mcp-name']?.startsWith('=?base64?') ? refuse(request, -32020) : undefined,
    },
  },
  'http-mismatch-status-untried': {
    requirement: 'http.name-header-matches',
    upstream: 'tools-only',
    how: 'Where nothing may be asked for, a name that differs from the body is a mismatch with status 200.',
    http: whenCode(-32020, (answer) => void (answer.status = 200)),
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
    upstream: 'extra-fields',
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
    upstream: 'modern-only',
    how: 'GET and DELETE are malformed requests, though there is no legacy era.',
    http: {
      request: ({ method }) =>
        method === 'GET' || method === 'DELETE' ? { status: 400, headers: {}, body: '' } : undefined,
    },
  },
  'http-modern-session': {
    requirement: 'http.session-header-ignored',
    upstream: 'modern-only',
    how: 'Sessions are opened where there are none.',
    http: {
      response: ({ headers }, request) => {
        if (META.version in getMeta(document(request))) headers['mcp-session-id'] = 'a-session';
      },
    },
  },
  'http-last-event-id-refused': {
    requirement: 'http.last-event-id-ignored',
    upstream: 'modern-only',
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

/** Makes a header say what the body says, so that the upstream server has nothing to complain about. */
function fill(name: string, value: (message: Message) => unknown, when: When) {
  return (request: RelayedRequest): undefined => {
    const found = value(document(request));
    if (typeof found !== 'string' || (request.headers[name] === undefined) !== (when === 'if missing'))
      return;
    if (META.version in getMeta(document(request))) request.headers[name] = encoded(found);
  };
}

const encoded = (text: string): string =>
  /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(text) && !text.startsWith('=?base64?')
    ? text
    : `=?base64?${Buffer.from(text).toString('base64')}?=`;

/** Puts the one fixture with a mirrored parameter first in the list, and makes that parameter mandatory. */
function mirroredFirst(message: Message, at: MessageContext): Message {
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
function mirrored(request: RelayedRequest, when: When): undefined {
  const params = document(request)['params'];
  const args = isObject(params) && isObject(params['arguments']) ? params['arguments'] : {};
  for (const [name, value] of Object.entries(args)) {
    if (value === null || typeof value === 'object') continue;
    fill(`mcp-param-${name}`, () => JSON.stringify(value).replace(/^"(.*)"$/, '$1'), when)(request);
  }
}

function refuse(request: RelayedRequest, code: number): RelayedAnswer {
  const error = { code, message: 'Refused' };
  const body = JSON.stringify({ jsonrpc: '2.0', id: document(request)['id'], error });
  return { status: 400, headers: json, body };
}
