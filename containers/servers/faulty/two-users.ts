/** A layer that makes a right server tell two users apart, and the ways in which it can fail to. */
import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { isObject } from '../../../adapters/json.js';
import { getParams, META } from '../honest/message.js';
import type { Fault, Message, MessageContext } from './fault.js';
import * as f from './hooks.js';

/** What each user says who it is with; whoever says neither is refused. */
export const TOKENS = { a: 'right-token', b: 'other-token-2' } as const;

/** What is not kept to its user; without one, everything is. */
export type Leak =
  | 'session'
  | 'stream'
  | 'replay'
  | 'cursor'
  | 'read'
  | 'watch'
  | 'state'
  | 'tasks/get'
  | 'tasks/list'
  | 'tasks/result'
  | 'tasks/cancel'
  | 'public';

const SESSION = 'mcp-session-id';
const SERVER = { [META.serverInfo]: { name: 'two-users', version: '1.0.0' } };
const KEY = randomBytes(32);
const INVALID_PARAMS = -32_602;
const LISTS = ['tools/list', 'resources/list'];

/** Hooks of a server of two users: each has a tool, a resource and tasks of its own, on a page of its own. */
export function tellUsersApart(leak?: Leak): Omit<Fault, 'requirement' | 'how'> {
  return {
    request: (m, at) => (f.isRequest(m) ? takeRequest(m, at, leak) : m),
    message: (m, at) => bend(structuredClone(m), at, leak),
    http: {
      request: ({ headers, method }, { memory, channel }) => {
        const user = findUser(headers['authorization']);
        if (user === undefined) return { status: 401, headers: { 'www-authenticate': 'Bearer' }, body: '' };
        channel['user'] = user;
        const named = memory[`event ${headers['last-event-id']}`];
        if (leak === 'replay' && typeof named === 'string') {
          headers[SESSION] = named;
          return undefined;
        }
        const id = headers[SESSION];
        const isForeign = id !== undefined && (memory[`session ${id}`] ?? user) !== user;
        const answer = { status: 404, headers: {}, body: '' };
        const leaks = method === 'GET' ? 'stream' : 'session';
        return isForeign && leak !== leaks ? answer : undefined;
      },
      event: (event, { memory }, { headers }) => {
        if (event.id !== undefined) memory[`event ${event.id}`] = headers[SESSION];
        return event;
      },
      response: ({ headers }, _, { memory, channel }) => {
        const id = headers[SESSION];
        if (id !== undefined) memory[`session ${id}`] ??= channel['user'];
      },
    },
    websocket: {
      upgrade: ({ headers }, { channel }) => {
        channel['user'] = findUser(headers['authorization']);
        return channel['user'] === undefined ? '401 Unauthorized' : undefined;
      },
    },
    grpc: {
      request: ({ headers, channel }) => {
        channel['user'] = findUser(headers['authorization']);
        return channel['user'] === undefined ? { status: 16 } : undefined;
      },
    },
  };
}

const findUser = (authorization: string | undefined): string | undefined =>
  Object.entries(TOKENS).find(([, token]) => authorization === `Bearer ${token}`)?.[0];

const getUser = ({ channel }: MessageContext): string => String(channel['user']);
/** `a` of what is named for it: `of-a`. */
const findOwner = (name: unknown): string | undefined => /(?:^|[^a-z])of[-_]([ab])$/.exec(String(name))?.[1];

/** Answers what is asked of a user's own things, and hands the rest on. */
function takeRequest(m: Message, at: MessageContext, leak: Leak | undefined): Message | undefined {
  const user = getUser(at);
  const params = getParams(m);
  const method = String(m['method']);
  const say = (body: Message): undefined => at.say({ jsonrpc: '2.0', id: m['id'], ...body }) as undefined;
  const complete = (fields: Message): undefined =>
    say({ result: at.era === 'modern' ? { resultType: 'complete', ...fields, _meta: SERVER } : fields });
  const refuse = (message: string): undefined => say({ error: { code: INVALID_PARAMS, message } });
  const cached = at.era === 'modern' ? { ttlMs: 0, cacheScope: 'private' } : {};

  if (LISTS.includes(method)) {
    const owner = findOwner(params['cursor']);
    if (owner === undefined) return m;
    if (owner !== user && leak !== 'cursor') return refuse('No such cursor');
    const scope = leak === 'public' && method === 'tools/list' ? { cacheScope: 'public' } : {};
    return complete({ ...listOwn(method, owner, at.era === 'legacy'), ...cached, ...scope });
  }
  if (method === 'tools/call') return takeCall(m, at, leak, { complete, refuse });
  if (method === 'resources/read') {
    const owner = findOwner(params['uri']);
    if (owner === undefined) return m;
    if (owner !== user && leak !== 'read') return refuse('No such resource');
    const contents = [{ uri: params['uri'], mimeType: 'text/plain', text: `It belongs to ${owner}` }];
    return complete({ contents, ...cached });
  }
  const isForeign = (uri: unknown): boolean => leak !== 'watch' && (findOwner(uri) ?? user) !== user;
  if (method === 'resources/subscribe') return isForeign(params['uri']) ? refuse('No such resource') : m;
  if (method === 'subscriptions/listen') {
    const copy = structuredClone(m);
    const filter = getParams(copy)['notifications'] as Message | undefined;
    const uris = filter?.['resourceSubscriptions'];
    if (filter !== undefined && Array.isArray(uris))
      filter['resourceSubscriptions'] = uris.filter((uri) => !isForeign(uri));
    return copy;
  }
  return method.startsWith('tasks/') && at.era === 'legacy'
    ? takeTask(method, params, at, leak, { complete, refuse })
    : m;
}

function listOwn(method: string, user: string, runsAsTask: boolean): Message {
  if (method === 'resources/list') return { resources: [{ uri: `test://of-${user}`, name: `of-${user}` }] };
  const tool = {
    name: `note_of_${user}`,
    description: 'Reads the note of its user.',
    inputSchema: { type: 'object' },
    annotations: { readOnlyHint: true },
    ...(runsAsTask ? { execution: { taskSupport: 'optional' } } : {}),
  };
  return { tools: [tool] };
}

interface Say {
  complete: (fields: Message) => undefined;
  refuse: (message: string) => undefined;
}

const seal = (user: string, state: string): string =>
  `${createHmac('sha256', KEY).update(`${user} ${state}`).digest('base64url')}.${state}`;

function takeCall(m: Message, at: MessageContext, leak: Leak | undefined, say: Say): Message | undefined {
  const user = getUser(at);
  const { name, requestState: given, task } = getParams(m);
  const owner = findOwner(name);
  if (owner !== undefined && owner !== user) return say.refuse('No such tool');
  if (owner !== undefined && task !== undefined) {
    const taskId = randomUUID();
    getTasks(at)[taskId] = { user, status: 'working' };
    return say.complete({ task: describeTask(taskId, 'working') });
  }
  if (owner !== undefined) return say.complete(NOTE);
  if (typeof given !== 'string') return m;
  const state = given.slice(given.indexOf('.') + 1);
  const fits = (leak === 'state' ? ['a', 'b'] : [user]).some((one) => seal(one, state) === given);
  if (!fits) return say.refuse('The state was given to somebody else, or altered');
  return { ...m, params: { ...getParams(m), requestState: state } };
}

const NOTE = { content: [{ type: 'text', text: 'remember the milk' }] };

/** By id. A result is there for whoever asks for it: that ends the task. */
const getTasks = ({ memory }: MessageContext): Record<string, { user: string; status: string }> =>
  (memory['tasks'] ??= {}) as Record<string, { user: string; status: string }>;

const describeTask = (taskId: string, status: string): Message => ({
  taskId,
  status,
  createdAt: '2026-01-01T00:00:00Z',
  lastUpdatedAt: '2026-01-01T00:00:00Z',
  ttl: 60_000,
});

function takeTask(
  method: string,
  { taskId }: Message,
  at: MessageContext,
  leak: Leak | undefined,
  { complete, refuse }: Say,
): undefined {
  const tasks = getTasks(at);
  const isSeen = (id: string): boolean => tasks[id]?.user === getUser(at) || leak === method;
  if (method === 'tasks/list') {
    const own = Object.entries(tasks).filter(([id]) => isSeen(id));
    return complete({ tasks: own.map(([id, { status }]) => describeTask(id, status)) });
  }
  const id = String(taskId);
  const task = tasks[id];
  if (task === undefined || !isSeen(id)) return refuse('No such task');
  if (method === 'tasks/cancel' && task.status !== 'working') return refuse('The task is over');
  if (method === 'tasks/cancel') task.status = 'cancelled';
  if (method !== 'tasks/result') return complete(describeTask(id, task.status));
  task.status = 'completed';
  return complete({ ...NOTE, _meta: { 'io.modelcontextprotocol/related-task': { taskId: id } } });
}

/** What the right server behind says, for one of the users. */
function bend(m: Message, at: MessageContext, leak: Leak | undefined): Message {
  const { result } = m;
  const method = String(at.request?.['method']);
  if (!isObject(result)) return m;
  const user = getUser(at);
  if (method === 'initialize' && result['protocolVersion'] === '2025-11-25')
    Object.assign(result['capabilities'] as object, {
      tasks: { list: {}, cancel: {}, requests: { tools: { call: {} } } },
    });
  if (LISTS.includes(method)) {
    result['nextCursor'] ??= `of-${user}`;
    const isPublic = leak === 'public' && method === 'tools/list';
    if (at.era === 'modern' && !isPublic) result['cacheScope'] = 'private';
    const [first] = (result['tools'] ?? []) as Message[];
    if (isPublic && first !== undefined) first['description'] = `For the user ${user}`;
  }
  const { requestState } = result;
  if (typeof requestState === 'string') result['requestState'] = seal(user, requestState);
  return m;
}
