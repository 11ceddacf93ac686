/** Faults that mix clients up: what one asked for, was told or had begun reaches another, or ends with it. */
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineFaults, type Fault, type Message, type MessageContext } from '../fault.js';
import * as f from '../hooks.js';

const SESSION = 'mcp-session-id';
/** Ids from here on are the scenarios' own; what sessions count by themselves stays below. */
const LARGE = 999_999;

/** Over stdio each client has a process of its own: what they share stands in files beside them. */
const folder = join(tmpdir(), `mcptc-faulty-${process.ppid}`);

/** What was kept under a key; the first to come keeps its own. */
function keep({ transport, memory }: MessageContext, key: string, own: Message): Message {
  if (transport !== 'stdio') return (memory[key] ??= own) as Message;
  mkdirSync(folder, { recursive: true });
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
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

/** Where a connection is a session. */
const latestOnly = {
  ...latestLives,
  request: (m, at) => {
    if (m['method'] === 'initialize') at.memory['latest'] = at.channel;
    return f.refuse(() => at.memory['latest'] !== at.channel, -32_000, 'Session ended')(m, at);
  },
} satisfies Fault;

/** What belongs to one client. */
export const apart = defineFaults({
  'replies-kept-by-id': keepsReplies,
  'replies-kept-by-id-stdio': { ...keepsReplies, transports: ['stdio'] },
  'replies-kept-by-id-websocket': { ...keepsReplies, transports: ['websocket'] },
  'replies-kept-by-id-grpc': { ...keepsReplies, transports: ['grpc'] },
  'latest-client-only': {
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
  },
  'latest-client-only-websocket': { ...latestOnly, transports: ['websocket'] },
  'latest-client-only-grpc': { ...latestOnly, transports: ['grpc'] },
});
