/** Finds out by trial connections which protocol revisions the target accepts on a transport. */
import { ConnectError } from '../../adapters/adapter.js';
import { findTransport } from '../../adapters/index.js';
import {
  getEra,
  isRevision,
  LEGACY_REVISIONS,
  MODERN_REVISIONS,
  type Revision,
} from '../../adapters/revision.js';
import type { Transcript } from '../../adapters/transcript.js';
import { CannotSay, Refused, Unanswered } from '../session/exchange.js';
import { openSession, type SessionDefaults } from '../session/open.js';
import type { Hello } from '../session/session.js';
import { takeInventory, type Inventory } from './inventory.js';
import type { OpenConnection, TransportTarget } from './transport-target.js';

/** How long `server/discover` may stay unanswered once the target was seen to speak the legacy era: silence is allowed then. */
const DISCOVER_GRACE_MS = 2_000;

export type Wanted = 'auto' | 'all' | 'draft' | readonly Revision[];

/** One transport of the target after its survey. */
export interface SurveyedTransport {
  transportTarget: TransportTarget;
  survey: Survey;
}

export interface Survey {
  accepted: Map<Revision, Inventory>;
  /** Open sessions on which a revision was accepted, where a connection is worth keeping: whoever runs cases ends them. */
  sessions: Map<Revision, SurveySession>;
  /** Why a revision that was asked for is not run. */
  declined: Map<Revision, string>;
  /** Set where the target could not be reached at all, or ended before it said anything. */
  neverUp?: ConnectError;
  /** Probes that were met with silence, as evidence where nothing else was accepted. */
  silent: { revision: Revision; error: Unanswered; transcript: Transcript }[];
}

/** It has seen a handshake and requests for lists, and nothing else. */
export interface SurveySession {
  open: OpenConnection;
  hello: Hello;
}

type Probe =
  | { revision: Revision; is: 'accepted'; inventory: Inventory; session?: SurveySession }
  | { revision: Revision; is: 'declined'; reason: string; counter: readonly unknown[] }
  | {
      revision: Revision;
      is: 'silent';
      error: Unanswered;
      transcript: Transcript;
      heard: boolean;
      stderr: string;
    }
  | { revision: Revision; is: 'unreachable'; error: ConnectError };

/**
 * Which revisions the target speaks on one transport. Every probe has a connection of its own: a server may pin its era to
 * the first request, or exit on a method that it does not know.
 */
export async function surveyTransport(
  transportTarget: TransportTarget,
  wanted: Wanted,
  o: SessionDefaults,
): Promise<Survey> {
  const found: Survey = { accepted: new Map(), sessions: new Map(), declined: new Map(), silent: [] };
  // Revisions at which a standard transport did not exist; its forerunner is named, not failed.
  const since = findTransport(transportTarget.transport)?.since;
  const possible = (revision: Revision) => since === undefined || revision >= since.revision;
  const first = firstProbes(wanted).filter(possible);
  for (const revision of firstProbes(wanted)) {
    if (!possible(revision)) found.declined.set(revision, since?.before ?? '');
  }

  const legacy = Promise.all(first.filter(isLegacy).map((revision) => probe(transportTarget, revision, o)));
  const spoke = legacy.then(
    (probes) => probes.some((p) => p.is === 'accepted' || p.is === 'declined'),
    // Told below, where both are awaited.
    () => false,
  );
  const modern = Promise.all(
    first
      .filter((revision) => !isLegacy(revision))
      .map((revision) => probe(transportTarget, revision, o, spoke)),
  );
  const probes = (await Promise.all([legacy, modern])).flat();

  // A target that answers with another version than the newest is asked again for what it named.
  if (wanted === 'auto') {
    const named = new Set(probes.flatMap((p) => (p.is === 'declined' ? newestOf(p) : [])));
    const again = [...named].filter((revision) => possible(revision) && !first.includes(revision));
    probes.push(...(await Promise.all(again.map((revision) => probe(transportTarget, revision, o)))));
  }
  for (const p of probes) note(found, p);
  if (found.accepted.size === 0) found.neverUp = neverUp(probes);
  return found;
}

const isLegacy = (revision: Revision) => getEra(revision) === 'legacy';

function firstProbes(wanted: Wanted): Revision[] {
  if (wanted === 'all') return [...LEGACY_REVISIONS, ...MODERN_REVISIONS];
  if (wanted === 'auto')
    return [LEGACY_REVISIONS.at(-1), MODERN_REVISIONS.at(-1)].filter((r) => r !== undefined);
  if (wanted === 'draft') return [MODERN_REVISIONS.at(-1)].filter((r) => r !== undefined);
  return [...wanted];
}

/** The newest revision of the same era that a refusal named. */
function newestOf(declined: { revision: Revision; counter: readonly unknown[] }): Revision[] {
  const era = getEra(declined.revision);
  return declined.counter
    .filter(isRevision)
    .filter((revision) => getEra(revision) === era)
    .sort()
    .slice(-1);
}

async function probe(
  transportTarget: TransportTarget,
  revision: Revision,
  o: SessionDefaults,
  spokeLegacy?: Promise<boolean>,
): Promise<Probe> {
  let open: OpenConnection;
  try {
    open = await transportTarget.connect(revision, 'shared');
  } catch (error) {
    if (ConnectError.is(error)) return { revision, is: 'unreachable', error };
    throw error;
  }
  let grace: NodeJS.Timeout | undefined;
  let over = false;
  let keep = false;
  const limitSilence = async () => {
    const spoke = await spokeLegacy;
    if (spoke === true && !over) grace = setTimeout(() => void open.close('abrupt'), DISCOVER_GRACE_MS);
  };
  void limitSilence();
  try {
    const dispatcher = open.dispatcher();
    const session = await openSession({ dispatcher, revision, ...o });
    clearTimeout(grace);
    const { versions } = session.hello;
    if (!Array.isArray(versions) || !versions.includes(revision)) {
      const counter: unknown[] = Array.isArray(versions) ? versions : [];
      return { revision, is: 'declined', reason: insteadOf(versions), counter };
    }
    const inventory = await takeInventory(session);
    // Where a request is a connection, there is nothing to keep.
    if (open.connection.traits.channelPerRequest) return { revision, is: 'accepted', inventory };
    keep = true;
    return { revision, is: 'accepted', inventory, session: { open, hello: session.hello } };
  } catch (error) {
    // Once it is gone, all that it said on the way is there to be quoted.
    await open.close('graceful');
    return explain(error, revision, open);
  } finally {
    over = true;
    clearTimeout(grace);
    if (!keep) await open.close('graceful');
  }
}

const insteadOf = (versions: unknown): string =>
  Array.isArray(versions) && versions.length === 0
    ? 'the target says in no way that it speaks this revision'
    : `the target offers ${JSON.stringify(versions)} instead`;

function explain(error: unknown, revision: Revision, open: OpenConnection): Probe {
  if (Refused.is(error)) {
    const supported = error.reply.at('/error/data/supported').value;
    const counter = Array.isArray(supported) ? supported : [];
    return { revision, is: 'declined', reason: error.message, counter };
  }
  if (CannotSay.is(error)) return { revision, is: 'declined', reason: error.message, counter: [] };
  if (!Unanswered.is(error)) throw error;
  if (error.why === 'refused' || error.why === 'busy')
    return { revision, is: 'declined', reason: error.message, counter: [] };
  const heard = open.transcript.entries.some(
    (entry) => entry.direction === 'in' && entry.channel !== 'stderr',
  );
  return { revision, is: 'silent', error, transcript: open.transcript, heard, stderr: stderrOf(open) };
}

/** A process that the adapter started tells its own stderr; one that the host started, the lease's. */
function stderrOf(open: OpenConnection): string {
  const own = (open.connection as { stderr?: () => string }).stderr?.();
  return own !== undefined && own !== '' ? own : open.stderr();
}

function note(found: Survey, p: Probe): void {
  if (p.is === 'accepted') {
    found.accepted.set(p.revision, p.inventory);
    if (p.session !== undefined) found.sessions.set(p.revision, p.session);
  } else if (p.is === 'declined') found.declined.set(p.revision, p.reason);
  else if (p.is === 'unreachable') found.declined.set(p.revision, p.error.message);
  else {
    found.declined.set(p.revision, p.error.message);
    found.silent.push(p);
  }
}

/** Unreachable on every probe, or ended before any message on every probe. */
function neverUp(probes: readonly Probe[]): ConnectError | undefined {
  const unreachable = probes.find((p) => p.is === 'unreachable');
  if (unreachable !== undefined) return unreachable.error;
  const mute = probes.filter((p) => p.is === 'silent');
  const first = mute[0];
  if (first === undefined || mute.length < probes.length) return undefined;
  if (mute.some((p) => p.heard || p.error.why !== 'ended')) return undefined;
  const last = first.stderr.trimEnd().split('\n').slice(-10).join('\n');
  return new ConnectError(
    `the target ended before any message: ${first.error.message}${last === '' ? '' : `\nits last stderr lines:\n${last}`}`,
    'Run the command by hand and see why it ends.',
  );
}
