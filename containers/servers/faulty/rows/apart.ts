/** Faults that mix clients up: what one asked for, was told or had begun reaches another, or ends with it. */
import { linkSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  defineFaults,
  type Fault,
  type HttpHookContext,
  type Message,
  type MessageContext,
  type RelayedEvent,
} from '../fault.js';
import { getParams } from '../../honest/message.js';
import * as f from '../hooks.js';

const SESSION = 'mcp-session-id';
/** Ids from here on are the scenarios' own; what sessions count by themselves stays below. */
const LARGE = 999_999;

/**
 * Over stdio each client has a process of its own: what they share stands in files beside them. Whoever started them all puts
 * it away: one of them that is still ending would take it from those that came after it.
 */
export const getSharedFolder = (starter: number): string => join(tmpdir(), `mcptc-faulty-${starter}`);

/** What was kept under a key; the first to come keeps its own. */
function keep({ transport, memory }: MessageContext, key: string, own: Message): Message {
  if (transport !== 'stdio') return (memory[key] ??= own) as Message;
  const folder = getSharedFolder(process.ppid);
  mkdirSync(folder, { recursive: true });
  const [mine, everyones] = [`${key}-${process.pid}`, key].map((name) => join(folder, name));
  writeFileSync(mine!, JSON.stringify(own));
  try {
    // Whole or not at all, so that nobody reads half of it.
    linkSync(mine!, everyones!);
    return own;
  } catch {
    return JSON.parse(readFileSync(everyones!, 'utf8')) as Message;
  }
}

const keepsReplies = {
  requirement: 'apart.replies',
  how: 'Answers are kept by the id of their request, for all clients together.',
  message: f.reply((m, at) => {
    if (!(Number(m['id']) > LARGE)) return m;
    return { ...keep(at, `reply-${String(m['id'])}`, m), id: m['id'] };
  }, f.notOpening),
} satisfies Fault;

const latestLives = {
  requirement: 'apart.client-lives',
  how: 'A client that comes ends the sessions of all that were there.',
} satisfies Fault;

/** Where a session has an id. */
const latestOfAll = {
  ...latestLives,
  http: {
    request: ({ headers }, { memory }) =>
      headers[SESSION] === undefined || headers[SESSION] === memory['latest']
        ? undefined
        : { status: 404, headers: {}, body: '' },
    response: ({ headers }, _, { memory }) => {
      memory['latest'] = headers[SESSION] ?? memory['latest'];
    },
  },
} satisfies Fault;

/** Where a connection is a session. */
const latestOnly = {
  ...latestLives,
  request: (m, at) => {
    if (m['method'] === 'initialize') at.memory['latest'] = at.channel;
    return f.refuse(() => at.memory['latest'] !== at.channel, -32_000, 'Session ended')(m, at);
  },
} satisfies Fault;

type Say = MessageContext['say'];

/**
 * As a server that keeps one token for all clients, and sets it too late. It shows however quick the tool is: the calls need
 * not be at work at once.
 */
const progressByTokenBefore = {
  requirement: 'apart.progress',
  how: 'Progress carries the token of the call before, whoever made it.',
  request: (m, { memory }) => {
    const token = (getParams(m)['_meta'] as Message | undefined)?.['progressToken'];
    if (m['method'] !== 'tools/call' || token === undefined) return m;
    memory['before'] = memory['token'];
    memory['token'] = token;
    return m;
  },
  message: (m, { memory }) => {
    const { before } = memory;
    if (m['method'] !== 'notifications/progress' || before === undefined) return m;
    return { ...m, params: { ...getParams(m), progressToken: before } };
  },
} satisfies Fault;

/** As a server that is connected to one transport after the other, and is late by one. Only where a client has one channel for all. */
const progressToPrevious = {
  requirement: 'apart.progress',
  how: 'Progress goes to the client that called before, where that was another one.',
  revisions: ['2025-11-25'],
  request: (m, at) => {
    const { memory } = at;
    // Those who called before are gone.
    if (m['method'] === 'initialize') for (const key of ['caller', 'before', 'say']) delete memory[key];
    if (m['method'] !== 'tools/call' || memory['caller'] === at.channel) return m;
    memory['before'] = memory['say'];
    memory['caller'] = at.channel;
    memory['say'] = (message: Message): void => at.say(message);
    return m;
  },
  message: (m, { memory }) => {
    const before = memory['before'] as Say | undefined;
    if (m['method'] !== 'notifications/progress' || before === undefined) return m;
    before(m);
    return undefined;
  },
} satisfies Fault;

const dataOf = ({ data }: RelayedEvent): Message => {
  try {
    return JSON.parse(data ?? '') as Message;
  } catch {
    return {};
  }
};

/** What is said in a notification is said on every stream that is open. */
const toEverybody = (method: string) => ({
  event: (event: RelayedEvent, { streams }: HttpHookContext): RelayedEvent => {
    const { id: _, ...unnamed } = event;
    if (dataOf(event)['method'] === method) for (const stream of streams) stream.write(unnamed);
    return event;
  },
});

/** Reads something for the URIs that pass, whatever the server has. */
const reads =
  (passes: (uri: string) => boolean, text: string): NonNullable<Fault['request']> =>
  (m, at) => {
    const uri = String(getParams(m)['uri']);
    if (m['method'] !== 'resources/read' || !f.isRequest(m) || !passes(uri)) return m;
    at.say({ jsonrpc: '2.0', id: m['id'], result: { ...CACHED, contents: [{ uri, text }] } });
    return undefined;
  };
const CACHED = { resultType: 'complete', ttlMs: 0, cacheScope: 'private' };

/** Changes the list of tools by how many calls there were. */
const afterCalls = (change: (tools: Message[], calls: number) => void) => ({
  request: (m: Message, at: MessageContext): Message => {
    if (m['method'] === 'tools/call') f.nth(at, 'calls');
    return m;
  },
  message: f.result(
    ({ tools }, { memory }) => change(tools as Message[], Number(memory['calls'] ?? 0)),
    f.to('tools/list'),
  ),
});

const drifts = afterCalls((tools, calls) => void (tools[0]!['description'] = `Called ${calls} times`));

const LISTEN = 'subscriptions/listen';
const two = {
  transports: ['streamable-http'],
  scenarios: ['shared/apart/two-subscriptions'],
} satisfies Partial<Fault>;

/** What belongs to one client. */
export const apart = defineFaults({
  'replies-kept-by-id': keepsReplies,
  'replies-kept-by-id-stdio': { ...keepsReplies, transports: ['stdio'] },
  'replies-kept-by-id-websocket': { ...keepsReplies, transports: ['websocket'] },
  'replies-kept-by-id-grpc': { ...keepsReplies, transports: ['grpc'] },
  'latest-client-only': latestOfAll,
  // Of those that we start: what was seen is looked at again alone, where each client could get a server of its own.
  'latest-client-only-started': { ...latestOfAll, breakable: true },
  'latest-client-only-websocket': { ...latestOnly, transports: ['websocket'] },
  'latest-client-only-grpc': { ...latestOnly, transports: ['grpc'] },
  'progress-by-token-before': progressByTokenBefore,
  'progress-to-previous-websocket': { ...progressToPrevious, transports: ['websocket'] },
  'progress-to-previous-grpc': { ...progressToPrevious, transports: ['grpc'] },
  'logs-to-everybody': {
    requirement: 'logging.level-respected',
    how: 'Log messages of a call reach every client that listens.',
    transports: ['streamable-http'],
    revisions: ['2025-11-25'],
    scenarios: ['shared/apart/log-messages'],
    http: toEverybody('notifications/message'),
  },
  'updates-to-everybody': {
    requirement: 'resources.updated-only-subscribed',
    how: 'Changes of a resource are told to every client that listens.',
    transports: ['streamable-http'],
    scenarios: ['shared/apart/subscriptions'],
    http: toEverybody('notifications/resources/updated'),
  },
  'subscriptions-by-id': {
    requirement: 'subscriptions.separate',
    how: 'Subscriptions are kept by their id: that of the next client takes the place of the one before.',
    ...two,
    request: (m, at) => {
      if (m['method'] === LISTEN) at.memory[`of ${String(m['id'])}`] = at.channel;
      return m;
    },
    message: (m, at) => {
      const latest = at.memory[`of ${String(at.request?.['id'])}`];
      return m['method'] === 'notifications/tools/list_changed' && latest !== at.channel ? undefined : m;
    },
  },
  'subscriptions-together': {
    requirement: 'subscriptions.only-requested',
    how: 'What clients subscribe to under one id is put together.',
    ...two,
    request: f.asked((params, { memory }, { id }) => {
      const all = { ...(memory[`all ${String(id)}`] as Message), ...(params['notifications'] as Message) };
      params['notifications'] = memory[`all ${String(id)}`] = all;
    }, LISTEN),
  },
  'definitions-drift': {
    requirement: 'apart.definitions-hold',
    how: 'What a tool says of itself changes with the calls that were made, and it is not announced.',
    revisions: ['2025-11-25', '2026-07-28'],
    ...drifts,
    // Nor is what other clients of the server behind it change meanwhile.
    message: (m, at) =>
      m['method'] === 'notifications/tools/list_changed' ? undefined : drifts.message(m, at),
  },
  'read-only-adds-a-tool': {
    requirement: 'apart.read-only-changes-no-list',
    how: 'A call of a read-only tool adds another one.',
    ...afterCalls((tools, calls) => void (tools.at(-1)!['name'] = `tool-${calls}`)),
  },
  'reads-parents': {
    requirement: 'resources.no-traversal',
    how: 'Parents in a URI lead out of the folder that is offered.',
    request: reads((uri) => uri.includes('../etc/hosts'), '127.0.0.1 localhost\n'),
  },
  'reads-parents-as-something': {
    requirement: 'resources.no-traversal',
    how: 'Parents in a URI lead to a text that could be of anywhere.',
    flips: 'not-verified',
    request: reads((uri) => uri.includes('../etc/hosts'), 'something'),
  },
  'refuses-as-no-method': {
    requirement: 'resources.refusal-code',
    how: 'What is not read is refused as a method that is not there.',
    scenarios: ['shared/apart/foreign-files'],
    message: f.error((e, { request }) => {
      if (request?.['method'] === 'resources/read') e['code'] = -32_601;
    }),
  },
  'reads-what-is-no-uri': {
    requirement: 'resources.malformed-refused',
    how: 'What has no scheme is read all the same.',
    request: reads((uri) => !uri.includes(':'), 'the default page'),
  },
  'public-and-personal': {
    requirement: 'caching.public-for-all',
    how: 'A list that may be cached for everybody greets each client by its number.',
    transports: ['websocket'],
    revisions: ['2026-07-28'],
    message: f.result((r, at) => {
      at.channel['number'] ??= f.nth(at, 'clients');
      r['cacheScope'] = 'public';
      (r['tools'] as Message[])[0]!['description'] = `For client ${String(at.channel['number'])}`;
    }, f.to('tools/list')),
  },
});
