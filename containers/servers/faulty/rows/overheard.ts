/** More faults that only an observer sees: what a conversation about something else gives away, on any transport. */
import { META } from '../../../../adapters/mcp.js';
import { getMeta } from '../../honest/message.js';
import { defineFaults, type Message, type RelayedRequest } from '../fault.js';
import * as f from '../hooks.js';
import { document } from './http-hooks.js';

const LIST = ['shared/tools/list'];
const ORDINARY = 'in a conversation that is about something else, no right server gives the occasion';
const isList = (request: RelayedRequest): boolean => document(request)['method'] === 'tools/list';
const log = (level: string): Message => ({
  jsonrpc: '2.0',
  method: 'notifications/message',
  params: { level, data: 'x' },
});

const notify = (method: string, params: Message = {}): Message => ({ jsonrpc: '2.0', method, params });
const levelOf = (message: Message | undefined): unknown => getMeta(message ?? {})[META.logLevel];
const TASK = {
  taskId: 'never',
  status: 'working',
  createdAt: '2026-01-01T00:00:00Z',
  lastUpdatedAt: '2026-01-01T00:00:00Z',
  ttl: null,
};

/** What observers see of replies, levels and answers of HTTP, whatever a conversation is about. */
export const overheard = defineFaults({
  'list-withheld': {
    requirement: 'jsonrpc.request-answered',
    how: 'Lists of tools are never delivered.',
    revisions: ['2026-07-28'],
    scenarios: LIST,
    message: f.reply(() => undefined, f.to('tools/list')),
  },
  'list-stream-empty': {
    requirement: 'jsonrpc.request-answered',
    how: 'The stream that should bring a list of tools ends without it.',
    transports: ['streamable-http'],
    scenarios: LIST,
    http: {
      response: (answer, request) => {
        if (isList(request))
          Object.assign(answer, { headers: { 'content-type': 'text/event-stream' }, body: '' });
      },
      event: (event, _, request) => (isList(request) ? undefined : event),
    },
  },
  'list-of-another': {
    requirement: 'jsonrpc.id-echoed',
    how: "Lists of tools come under an id of nobody's.",
    scenarios: LIST,
    message: f.reply((m) => ({ ...m, id: 'nobody' }), f.to('tools/list')),
  },
  'task-status-undeclared': {
    requirement: 'server.only-negotiated-notifications',
    uncontrolled: ORDINARY,
    how: 'The state of a task is told by a server that has no tasks.',
    scenarios: ['shared/tools/text'],
    message: f.before(f.to('tools/call'), () => notify('notifications/tasks/status', TASK)),
  },
  'elicitation-complete-undeclared': {
    requirement: 'server.only-negotiated-notifications',
    uncontrolled: ORDINARY,
    how: 'A client that shows no pages is told that what happened on one is over.',
    scenarios: ['shared/tools/text'],
    message: f.before(f.to('tools/call'), () =>
      notify('notifications/elicitation/complete', { elicitationId: 'never' }),
    ),
  },
  'task-of-a-client-without': {
    requirement: 'client.only-negotiated-requests',
    uncontrolled: ORDINARY,
    how: 'A client that has no tasks is asked for one.',
    scenarios: ['shared/tools/text'],
    message: f.before(f.to('tools/call'), () => ({
      ...notify('tasks/get', { taskId: 'never' }),
      id: 'polls',
    })),
  },
  'logs-asked-once': {
    requirement: 'logging.only-when-asked',
    how: 'Once a request has asked for log messages, calls that do not ask bring them too.',
    message: f.before(f.to('tools/call'), ({ memory, request }) => {
      if (levelOf(request) !== undefined) memory['asked'] = true;
      return memory['asked'] === true && levelOf(request) === undefined ? [log('emergency')] : [];
    }),
  },
  'logs-below-level': {
    requirement: 'logging.level-respected',
    uncontrolled: 'no right server logs what it was told to leave out',
    how: 'Who sets a level hears of debugging first.',
    revisions: ['2025-11-25'],
    scenarios: ['shared/logging/levels'],
    message: f.before(f.to('logging/setLevel'), () => log('debug')),
  },
  'http-get-405-bare': {
    requirement: 'http.405-names-allowed-methods',
    uncontrolled: 'the right server has a stream there',
    how: 'Who asks for the stream of announcements is not told what is allowed in its place.',
    revisions: ['2025-11-25'],
    scenarios: ['shared/tools/list-changed'],
    http: {
      request: ({ method }) => (method === 'GET' ? { status: 405, headers: {}, body: '' } : undefined),
    },
  },
  'http-list-401-bare': {
    requirement: 'http.401-has-challenge',
    uncontrolled: 'the right servers have no authorization',
    how: 'Lists of tools are refused without being told what to do.',
    scenarios: LIST,
    http: { request: (request) => (isList(request) ? { status: 401, headers: {}, body: '' } : undefined) },
  },
  'http-streams-left-behind': {
    requirement: 'http.stream-ends-after-response',
    upstream: 'extra-fields',
    uncontrolled: 'in a conversation that goes on for long, no right server gives the occasion',
    how: 'Streams stay open after their responses, and calls are never answered.',
    revisions: ['2026-07-28'],
    scenarios: ['shared/tools/safe-calls'],
    request: f.swallow('tools/call'),
    http: { leavesOpen: true },
  },
});
