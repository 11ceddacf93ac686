/** One question of the survey: does the target speak this revision? */
import { setTimeout as waitFor } from 'node:timers/promises';
import { ConnectError } from '../../adapters/adapter.js';
import type { Revision } from '../../adapters/revision.js';
import { describeExit } from '../../adapters/stdio/describe-exit.js';
import type { StdioConnection } from '../../adapters/stdio/endpoint.js';
import type { Entry } from '../../adapters/transcript.js';
import { settledWithin } from '../../adapters/wait.js';
import type { Reply } from '../../suites/session.js';
import { CannotSay, Refused, Unanswered } from '../session/exchange.js';
import { LISTS } from '../../suites/support/lists.js';
import { openSession, type SessionDefaults } from '../session/open.js';
import type { Hello, LiveSession } from '../session/session.js';
import { takeInventory, type Inventory } from './inventory.js';
import type { OpenConnection, TransportTarget } from './transport-target.js';

/** How long `server/discover` may stay unanswered once the target was seen to speak the legacy era: silence is allowed then. */
const DISCOVER_GRACE_MS = 2_000;
/** UnsupportedProtocolVersionError: the only way to say that a version is not served. */
const UNSUPPORTED = -32022;

/** What the end of a connection says where it was too much for us; the codes are what HTTP/2 says of headers that are. */
const EXCESS = /\ba flood\b|\boverflow\b|\bFLOOD|\bRST_STREAM with code (6|9|11)\b/i;

/** It has seen a handshake and requests for lists, and nothing else. */
export interface SurveySession {
  open: OpenConnection;
  hello: Hello;
}

/** What was asked and answered. */
interface Asked {
  revision: Revision;
  /** What crossed the wire, as far as the transcript kept it; empty where nothing was asked. */
  entries: readonly Entry[];
  /** The reply to the opening request, where one came. */
  reply?: Reply;
  /** Milliseconds until the handshake was over, where it was. */
  greetedMs?: number;
}

/** Milliseconds from the end of what a process says to its own. */
const EXIT_MS = 500;

export type Answer =
  | { is: 'accepted'; inventory: Inventory; session?: SurveySession }
  | { is: 'declined'; reason: string; counter: readonly unknown[]; busy?: true }
  | { is: 'silent'; error: Unanswered; heard: boolean; stderr: string; how?: string }
  | { is: 'unreachable'; error: ConnectError };

export type Probe = Asked & Answer;

/** Milliseconds before a target that said "not now" is asked again, each time. */
const AGAIN_MS = [250, 1_000];

/** Asks again where the target said "not now": a revision is not to be missing because of a moment. */
export async function probe(...asked: Parameters<typeof probeOnce>): Promise<Probe> {
  for (const waitMs of AGAIN_MS) {
    const seen = await probeOnce(...asked);
    if (seen.is !== 'declined' || seen.busy !== true) return seen;
    await waitFor(waitMs);
  }
  return probeOnce(...asked);
}

/**
 * Asks on a connection of its own: a server may pin its era to the first request, or exit on a method that it does not
 * know. `spokeLegacy` settles once it is known whether the legacy era was answered: then silence is allowed.
 */
async function probeOnce(
  transportTarget: TransportTarget,
  revision: Revision,
  o: SessionDefaults,
  spokeLegacy?: Promise<boolean>,
): Promise<Probe> {
  let open: OpenConnection;
  const began = performance.now();
  try {
    open = await transportTarget.connect(revision, 'shared');
  } catch (error) {
    if (!ConnectError.is(error)) throw error;
    const stall = transportTarget.stalls.get(error);
    if (stall === undefined) return { revision, entries: [], is: 'unreachable', error };
    // It is there: that is no target that never came up, but one that answers nothing.
    const numbers = stall.map(({ entry }) => entry);
    const silence = new Unanswered(error.message, 'late', numbers);
    return { revision, entries: stall, is: 'silent', error: silence, heard: true, stderr: '' };
  }
  let grace: NodeJS.Timeout | undefined;
  let over = false;
  let keep = false;
  const limitSilence = async () => {
    const spoke = await spokeLegacy;
    // Where it took one process long to answer, another beside it may take as long again.
    const patience = Math.max(DISCOVER_GRACE_MS, performance.now() - began);
    if (spoke === true && !over) grace = setTimeout(() => void open.close('abrupt'), patience);
  };
  void limitSilence();
  // Whoever runs cases on it forgets what was said here.
  const entries = () => [...open.transcript.entries];
  try {
    const session = await openSession({ dispatcher: open.dispatcher(), revision, ...o });
    clearTimeout(grace);
    const { reply } = session.hello;
    const told = { greetedMs: performance.now() - began, ...(reply === undefined ? {} : { reply }) };
    const answer = (await declinedBy(session, revision)) ?? (await accept(session, open));
    // Where a request is a connection, there is nothing to keep.
    keep = answer.is === 'accepted' && answer.session !== undefined;
    return { revision, entries: entries(), ...told, ...answer };
  } catch (error) {
    // Once it is gone, all that it said on the way is there to be quoted.
    await open.close('graceful');
    const told = Refused.is(error) ? { reply: error.reply } : {};
    const how = await howEnded(open);
    return { revision, entries: entries(), ...told, ...explain(error, open), ...how };
  } finally {
    over = true;
    clearTimeout(grace);
    if (!keep) await open.close('graceful');
  }
}

async function accept(session: LiveSession, open: OpenConnection): Promise<Answer> {
  const inventory = await takeInventory(session);
  if (open.connection.traits.channelPerRequest) return { is: 'accepted', inventory };
  return { is: 'accepted', inventory, session: { open, hello: session.hello } };
}

/** Set where the opening request was answered, and not as one of this revision. */
async function declinedBy(session: LiveSession, revision: Revision): Promise<Answer | undefined> {
  const { versions } = session.hello;
  if (Array.isArray(versions) && versions.includes(revision)) return undefined;
  const counter: unknown[] = Array.isArray(versions) ? versions : [];
  const reason =
    Array.isArray(versions) && versions.length > 0
      ? `the target offers ${session.transcript.secrets.cut(JSON.stringify(versions), { head: 300 }).text} instead`
      : 'the target says in no way that it speaks this revision';
  // A server that lists other versions and serves this one hides it; that is no way out.
  const hidden = session.era === 'modern' && Array.isArray(versions) && (await serves(session));
  return hidden ? undefined : { is: 'declined', reason, counter };
}

/** Whether a request at this version is served: anything but the error for an unsupported version says so. */
async function serves(session: LiveSession): Promise<boolean> {
  const list = LISTS.find(({ capability }) => session.declares(capability));
  if (list === undefined) return true;
  const reply = await session.request(list.method).maybe();
  return reply !== undefined && reply.at('/error/code').value !== UNSUPPORTED;
}

function explain(error: unknown, open: OpenConnection): Answer {
  if (Refused.is(error)) {
    const supported = error.reply.at('/error/data/supported').value;
    return { is: 'declined', reason: error.message, counter: Array.isArray(supported) ? supported : [] };
  }
  if (CannotSay.is(error)) return { is: 'declined', reason: error.message, counter: [] };
  if (!Unanswered.is(error)) throw error;
  if (error.why === 'refused' || error.why === 'busy')
    return {
      is: 'declined',
      reason: error.message,
      counter: [],
      ...(error.why === 'busy' ? { busy: true } : {}),
    };
  // More than anybody wants to read is no message, and no absence either.
  const heard =
    EXCESS.test(error.message) ||
    open.transcript.entries.some((entry) => entry.direction === 'in' && entry.channel !== 'stderr');
  return { is: 'silent', error, heard, stderr: stderrOf(open) };
}

/** How the process that is the connection ended, where it did. */
async function howEnded({ connection }: OpenConnection): Promise<{ how?: string }> {
  if (!('exited' in connection)) return {};
  const { exited } = connection as StdioConnection;
  return (await settledWithin(exited, EXIT_MS)) ? { how: describeExit(await exited) } : {};
}

/** A process that the adapter started tells its own stderr; one that the host started, the lease's. */
function stderrOf(open: OpenConnection): string {
  const own = (open.connection as { stderr?: () => string }).stderr?.();
  return own !== undefined && own !== '' ? own : open.stderr();
}
