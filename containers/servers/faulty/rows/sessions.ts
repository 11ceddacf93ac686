/** Faults in the sessions of Streamable HTTP, its event streams, their replay, and the version header. */
import { isRevision } from '../../../../adapters/revision.js';
import { isObject } from '../../../../adapters/json.js';
import { META, getMeta } from '../../honest/message.js';
import {
  defineFaults,
  type RelayedAnswer,
  type HttpHookContext,
  type RelayedRequest,
  type Message,
  type RelayedEvent,
} from '../fault.js';
import * as f from '../hooks.js';

const SESSION = 'mcp-session-id';
const stream = { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' };
const document = ({ document }: RelayedRequest): Message => (isObject(document) ? document : {});
const isModern = (request: RelayedRequest) => META.version in getMeta(document(request));
const bare = (status: number): RelayedAnswer => ({ status, headers: {}, body: '' });

/** Streams of the client's own session, GET ones only. */
const streamsOf = ({ headers }: RelayedRequest, { streams }: HttpHookContext) =>
  streams.filter(({ sessionId }) => sessionId === headers[SESSION]);

const dataOf = ({ data }: RelayedEvent): Message => {
  try {
    return JSON.parse(data ?? '') as Message;
  } catch {
    return {};
  }
};

/** Gives the client other session ids than the server has; `name` makes one from the real one. */
const renamed = (name: (real: string) => string) => ({
  request: ({ headers }: RelayedRequest, { memory }: HttpHookContext): undefined => {
    const id = headers[SESSION];
    if (id !== undefined) headers[SESSION] = (memory[id.trim()] as string | undefined) ?? id;
  },
  response: ({ headers }: RelayedAnswer, _: RelayedRequest, { memory }: HttpHookContext): void => {
    const real = headers[SESSION];
    if (real === undefined) return;
    memory[name(real)] = real;
    headers[SESSION] = name(real);
  },
});

/** A number for each name, one more each time; the same name keeps its number. */
function makeCounter(): (real: string) => string {
  const numbers = new Map<string, number>();
  return (real) => {
    const number = numbers.get(real) ?? numbers.size + 1;
    numbers.set(real, number);
    return `session-${number}`;
  };
}

/** The legacy shape of Streamable HTTP: sessions, GET streams, resumption, the version header. */
export const sessions = defineFaults({
  'http-session-id-space': {
    requirement: 'http.session-id-visible-ascii',
    how: 'Session ids hold a space.',
    http: renamed((real) => `session ${real}`),
  },
  'http-session-id-constant': {
    requirement: 'http.session-id-unique',
    how: 'All sessions have the same id.',
    http: renamed(() => 'the-session'),
  },
  'http-session-id-counted': {
    requirement: 'http.session-id-unpredictable',
    how: 'Session ids count up.',
    http: renamed(makeCounter()),
  },
  'http-no-session-403': {
    requirement: 'http.session-required',
    how: 'Who names no session is forbidden to go on.',
    http: {
      request: (request) =>
        request.method === 'POST' &&
        request.headers[SESSION] === undefined &&
        f.isRequest(document(request)) &&
        document(request)['method'] !== 'initialize' &&
        !isModern(request)
          ? bare(403)
          : undefined,
    },
  },
  'http-ended-session-served': {
    requirement: 'http.session-ended-not-found',
    how: 'Ending a session is confirmed and changes nothing.',
    http: { request: ({ method }) => (method === 'DELETE' ? bare(200) : undefined) },
  },
  'http-ended-session-400': {
    requirement: 'http.session-ended-not-found',
    how: 'What belongs to a session that has ended is malformed.',
    http: { response: notFoundIsMalformed },
  },
  'http-unknown-session-400': {
    requirement: 'robustness.http-unknown-session',
    how: 'What belongs to a session that never was is malformed.',
    http: { response: notFoundIsMalformed },
  },
  'http-get-json': {
    requirement: 'http.get-stream-or-405',
    upstream: 'tools-only',
    how: 'GET is answered with a document.',
    http: {
      request: ({ method }) =>
        method === 'GET'
          ? { status: 200, headers: { 'content-type': 'application/json' }, body: '{}' }
          : undefined,
    },
  },
  'http-response-on-get': {
    requirement: 'http.get-stream-no-responses',
    upstream: 'interleaved',
    how: 'Responses are sent on the GET stream, where there is one.',
    http: {
      event: (event, at, request) => {
        const open = streamsOf(request, at).at(-1);
        if (request.method === 'GET' || !open || !('result' in dataOf(event))) return event;
        open.write(event);
        return undefined;
      },
    },
  },
  'http-broadcast': {
    requirement: 'http.message-on-one-stream',
    upstream: 'interleaved',
    how: 'What was told on one stream is told again on the next.',
    http: {
      event: (event, at, request) => {
        if (request.method === 'GET' || !('jsonrpc' in dataOf(event))) return event;
        const told = f.nth({ memory: at.channel }, 'told') === 1 ? at.memory['told'] : undefined;
        if (f.isNotification(dataOf(event))) at.memory['told'] = event.data;
        return told === undefined ? event : [{ event: 'message', data: told as string }, event];
      },
    },
  },
  'http-event-ids-restart': {
    requirement: 'http.event-ids-unique',
    how: 'Events are counted from 1 on every stream.',
    http: {
      event: (event, { channel }) => ({ ...event, id: String(f.nth({ memory: channel }, 'event')) }),
    },
  },
  'http-replay-all': {
    requirement: 'http.resume-own-stream',
    how: 'Who resumes one stream gets the events of all.',
    http: {
      request: ({ method, headers }, { memory }) => {
        if (method !== 'GET' || headers['last-event-id'] === undefined) return undefined;
        return {
          status: 200,
          headers: stream,
          body: (memory[`events ${headers[SESSION]}`] as string | undefined) ?? '',
        };
      },
      event: (event, { memory }, { headers }) => {
        const text = `id: ${event.id ?? ''}\nevent: message\ndata: ${event.data ?? ''}\n\n`;
        const key = `events ${headers[SESSION]}`;
        if (event.data) memory[key] = ((memory[key] as string | undefined) ?? '') + text;
        return event;
      },
    },
  },
  'http-no-priming': {
    requirement: 'http.priming-event',
    how: 'A stream begins with its first message.',
    http: { event: (event) => (event.data === '' ? undefined : event) },
  },
  'http-close-without-retry': {
    requirement: 'http.retry-before-close',
    how: 'A connection is closed without a word on when to come back.',
    http: {
      event: (event) => {
        const { retry: _, ...rest } = event;
        return Object.keys(rest).length === 0 ? undefined : rest;
      },
    },
  },
  'http-forgets-closed-stream': {
    requirement: 'http.stream-brings-response',
    how: 'A stream that is resumed brings nothing any more.',
    http: {
      request: ({ method, headers }) =>
        method === 'GET' && headers['last-event-id'] !== undefined
          ? { status: 200, headers: stream, body: ': nothing\n\n' }
          : undefined,
    },
  },
  'http-any-version': {
    requirement: 'http.invalid-version-refused',
    how: 'Whatever MCP-Protocol-Version says is taken.',
    http: {
      request: (request) => {
        if (!isModern(request) && !isRevision(request.headers['mcp-protocol-version'])) {
          delete request.headers['mcp-protocol-version'];
        }
        return undefined;
      },
    },
  },
  'http-version-demanded': {
    requirement: 'http.missing-version-assumed',
    how: 'A request without MCP-Protocol-Version is refused.',
    http: {
      request: (request) =>
        request.method === 'POST' &&
        request.headers['mcp-protocol-version'] === undefined &&
        document(request)['method'] !== 'initialize'
          ? bare(400)
          : undefined,
    },
  },
});

export function notFoundIsMalformed(answer: RelayedAnswer, { headers }: RelayedRequest): void {
  if (answer.status === 404 && headers[SESSION] !== undefined) answer.status = 400;
}
