/** Control requests: whether a target that seems gone still answers anything. */
import { ConnectError } from '../../adapters/adapter.js';
import type { Entry } from '../../adapters/transcript.js';
import { settledWithin } from '../../adapters/wait.js';
import { CannotSay, Refused, Unanswered } from '../session/exchange.js';
import { getCapabilities, openSession, type OpenSession, type SessionDefaults } from '../session/open.js';
import type { SessionPool } from './session-pool.js';
import type { OpenConnection } from './transport-target.js';

/** Control requests, each on a fresh connection, that must stay unanswered before silence counts as the end. */
const STRIKES = 2;
/** Refused connections in a row that say that nobody listens any more: a living server refuses none. As many starts that fail. */
const REFUSALS = 3;
/** Milliseconds between two control requests. */
const PAUSE_MS = 250;
/** What a gateway says of a server behind it that is gone. */
const GATEWAY = /\bstatus 50[24]\b/;

/** A control request that was not answered. */
export interface Unheard {
  /** Why, in words. */
  why: string;
  /** What crossed the wire; empty where no connection came about. */
  entries: readonly Entry[];
  /** Nobody listens there: no matter of patience. */
  refused: boolean;
  /** No process came about: that says nothing of the target. */
  unstarted: boolean;
}

/** What was waited for in company is waited for in full. */
const ALONE = { alone: true, sent: () => undefined, fault: () => undefined };

type Asked = Pick<SessionPool, 'transportTarget' | 'revision'>;

/**
 * One control request on a fresh connection: settles with why nothing came back, or with nothing. An error, a request for
 * patience, or half of what was asked for is an answer too: only the living give it. Never rejects.
 */
export async function askControl(
  { transportTarget, revision }: Asked,
  o: SessionDefaults,
): Promise<Unheard | undefined> {
  let open: OpenConnection | undefined;
  try {
    open = await transportTarget.connect(revision, 'shared');
    await sayHello({ dispatcher: open.dispatcher(), revision, ...o });
    return undefined;
  } catch (error) {
    const entries = [...(open?.transcript.entries ?? [])];
    if (isAnswer(error, entries)) return undefined;
    // Whatever kept it from answering: a control request has no verdict of its own.
    const why = error instanceof Error ? error.message : String(error);
    const cause = ConnectError.is(error) ? error.cause : undefined;
    return { why, entries, refused: isRefusal(cause), unstarted: isUnstarted(cause) };
  } finally {
    await open?.close('abrupt');
  }
}

/**
 * Whether it answers more than a handshake on a fresh connection, an error included. True also where that could not be found out.
 * To be asked while nothing else runs. Never rejects.
 */
export async function askAnything(
  { transportTarget, revision }: Asked,
  o: SessionDefaults,
): Promise<boolean> {
  let open: OpenConnection | undefined;
  try {
    open = await transportTarget.connect(revision, 'shared');
    const session = await openSession({
      dispatcher: open.dispatcher(),
      revision,
      selfCheck: ALONE,
      ...o,
    });
    const { method, params } = session.probe();
    await session.request(method, params).reply();
    return true;
  } catch (error) {
    return !Unanswered.is(error) || error.why !== 'late';
  } finally {
    await open?.close('abrupt');
  }
}

/**
 * Whether the target is gone: connections are refused again and again, or nothing was answered for as long as several
 * handshakes may take. To be asked while nothing else runs, so that a slow server is not slow because of us.
 */
export async function confirmGone(
  at: Asked,
  o: SessionDefaults,
  stopped: AbortSignal,
): Promise<Unheard | undefined> {
  const until = performance.now() + STRIKES * o.handshakeTimeoutMs;
  let refusals = 0;
  for (let asked = 1; !stopped.aborted; asked++) {
    const unheard = await askControl(at, o);
    if (unheard === undefined) return undefined;
    refusals = unheard.refused || unheard.unstarted ? refusals + 1 : 0;
    if (refusals >= REFUSALS) return unheard;
    // Timers may fire a moment early.
    if (asked >= STRIKES && performance.now() + PAUSE_MS >= until) return unheard;
    await settledWithin(new Promise(() => undefined), PAUSE_MS, stopped);
  }
  return undefined;
}

/** The opening request and its reply, and no more of the handshake: it is to show life, and to cost little. */
async function sayHello(o: OpenSession): Promise<void> {
  const native = o.dispatcher.connection.traits.native === true;
  const session = await openSession({ ...o, ...(native ? {} : { options: { handshake: false } }) });
  if (native) return;
  const hello = {
    protocolVersion: o.revision,
    capabilities: getCapabilities(o.revision),
    clientInfo: o.clientInfo,
  };
  const timeout = { timeout: o.handshakeTimeoutMs };
  if (session.era === 'legacy') await session.request('initialize', hello, timeout).reply();
  else await session.request('server/discover', {}, timeout).reply();
}

function isAnswer(error: unknown, entries: readonly Entry[]): boolean {
  if (Refused.is(error) || CannotSay.is(error)) return true;
  if (!Unanswered.is(error)) return false;
  if (error.why === 'busy') return true;
  if (error.why === 'refused') return !GATEWAY.test(error.message);
  // What comes before anything was asked is said by the transport alone.
  const asked = entries.findIndex(({ direction, text }) => direction === 'out' && text !== '');
  return entries.some(
    ({ direction, text }, at) => direction === 'in' && text !== '' && at > asked && asked >= 0,
  );
}

/** Several addresses of one name fail together. */
function isRefusal(cause: unknown): boolean {
  if (cause instanceof AggregateError) return cause.errors.length > 0 && cause.errors.every(isRefusal);
  return cause instanceof Error && (cause as NodeJS.ErrnoException).code === 'ECONNREFUSED';
}

/** The system could not start a process, as where its working folder went away. */
const isUnstarted = (cause: unknown): boolean =>
  cause instanceof Error && (cause as NodeJS.ErrnoException).syscall?.startsWith('spawn') === true;
