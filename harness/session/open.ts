/** Opens a session with the handshake of its revision: `initialize` or `server/discover`. */
import type { Channel } from '../../adapters/adapter.js';
import { LEGACY_REVISIONS, type Era, type Revision } from '../../adapters/revision.js';
import { settledWithin } from '../../adapters/wait.js';
import type { Reply, SessionOptions } from '../../suites/session.js';
import { DEFAULT_CAPABILITIES } from './client.js';
import { Refused } from './exchange.js';
import type { JsonRpcDispatcher } from './dispatcher.js';
import { isObject, type Json } from '../../adapters/json.js';
import type { Lessons } from './lessons.js';
import { meetNative } from './native.js';
import { LiveSession, type Hello, type SelfCheck } from './session.js';

/** How long a session waits for the legacy GET stream to be taken or refused; some servers only answer with the first event. */
const LISTEN_GRACE_MS = 300;
/** How long it waits until the server took `notifications/initialized`. */
const INITIALIZED_GRACE_MS = 2_000;
const INITIALIZED = 'notifications/initialized';

/** What every session of a run is opened with. */
export interface SessionDefaults {
  clientInfo: Json;
  requestTimeoutMs: number;
  /** For the opening request, which may have to wait for a process to start. */
  handshakeTimeoutMs: number;
}

export interface OpenSession extends SessionDefaults {
  dispatcher: JsonRpcDispatcher;
  revision: Revision;
  options?: SessionOptions;
  selfCheck?: SelfCheck;
}

/**
 * Opens a session on a fresh link: `initialize` and `notifications/initialized` in the legacy era, `server/discover`
 * in the modern one; nothing of the kind where the binding has no handshake. Rejects with `Unanswered` or `Refused`.
 */
export async function openSession(o: OpenSession): Promise<LiveSession> {
  const session = viewOf(o);
  if (o.options?.handshake === false) return session;
  if (o.dispatcher.connection.traits.native === true) {
    session.opened(await meetNative(session, o.handshakeTimeoutMs, o.dispatcher.transcript.secrets));
    return session;
  }
  const reply = await sayHello(session, o).reply();
  if (reply.isError) throw new Refused(reply, o.dispatcher.transcript.secrets);
  session.opened(helloOf(session.era, reply));
  if (session.era === 'legacy') await settle(session, o, reply);
  return session;
}

/** Another session view on a link whose handshake is done. */
export function reopen(o: OpenSession, hello: Hello): LiveSession {
  const session = viewOf(o);
  session.opened(hello);
  return session;
}

function helloOf(era: Era, reply: Reply): Hello {
  const capabilities = reply.result?.['capabilities'];
  return {
    reply,
    capabilities: isObject(capabilities) ? capabilities : {},
    versions:
      era === 'legacy'
        ? [reply.at('/result/protocolVersion').value]
        : reply.at('/result/supportedVersions').value,
    entries: [reply.entry],
  };
}

function viewOf(o: OpenSession): LiveSession {
  return new LiveSession({
    dispatcher: o.dispatcher,
    revision: o.revision,
    clientInfo: o.clientInfo,
    capabilities: o.options?.capabilities ?? getCapabilities(o.revision),
    requestTimeoutMs: o.requestTimeoutMs,
    ...(o.selfCheck === undefined ? {} : { selfCheck: o.selfCheck }),
  });
}

function sayHello(session: LiveSession, o: OpenSession) {
  const timeout = { timeout: o.handshakeTimeoutMs };
  if (session.era === 'modern') return session.request('server/discover', {}, timeout);
  const hello = {
    protocolVersion: o.options?.offer ?? o.revision,
    capabilities: o.options?.capabilities ?? getCapabilities(o.revision),
    clientInfo: o.clientInfo,
  };
  return session.request('initialize', hello, timeout);
}

async function settle(session: LiveSession, o: OpenSession, reply: Reply): Promise<void> {
  const { connection } = o.dispatcher;
  const version = reply.at('/result/protocolVersion').value;
  const sessionId = reply.opened?.header('mcp-session-id')?.value;
  connection.settle({
    revision: typeof version === 'string' ? version : o.revision,
    ...(sessionId === undefined ? {} : { sessionId }),
  });
  // Requests that overtake the notification on another socket would meet a server that is not initialized yet.
  if (o.options?.handshake !== 'unconfirmed')
    await taken(session.notify('notifications/initialized').opened, o);
  if (connection.traits.serverChannel !== 'opened') return;
  await settledWithin(connection.listen().opened, LISTEN_GRACE_MS);
}

/** Where the server did not take it in time once, the others wait for less. */
async function taken(opened: Channel['opened'], { dispatcher: { lessons } }: OpenSession): Promise<void> {
  const limit = lessons.limit(INITIALIZED, INITIALIZED_GRACE_MS);
  if (!(await settledWithin(learnTaken(opened, lessons), limit))) lessons.ranOut(INITIALIZED, limit);
}

/** Also of what comes late. */
async function learnTaken(opened: Channel['opened'], lessons: Lessons): Promise<void> {
  const { refused, status } = await opened;
  // An end of ours is no sign of the server.
  if (!refused || status !== undefined) lessons.came(INITIALIZED);
}

/** Capabilities that the revision knows: elicitation came with 2025-06-18, and `listChanged` of roots left with the era. */
export function getCapabilities(revision: Revision): object {
  const { elicitation, ...early } = DEFAULT_CAPABILITIES;
  if (revision < '2025-06-18') return early;
  return (LEGACY_REVISIONS as readonly string[]).includes(revision)
    ? DEFAULT_CAPABILITIES
    : { sampling: {}, elicitation, roots: {} };
}
