/** Finds out by trial connections which protocol revisions the target accepts on a transport. */
import { availableParallelism, loadavg } from 'node:os';
import { ConnectError } from '../../adapters/adapter.js';
import { findTransport } from '../../adapters/index.js';
import {
  getEra,
  isRevision,
  LEGACY_REVISIONS,
  MODERN_REVISIONS,
  type Revision,
} from '../../adapters/revision.js';
import type { SessionDefaults } from '../session/open.js';
import type { Inventory } from './inventory.js';
import type { Declared } from './parity.js';
import { probe, type Probe, type SurveySession } from './probe.js';
import type { TransportTarget } from './transport-target.js';

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
  /** Set where nothing was accepted and more is known of why: the cause, what the target said, and the next step, by lines. */
  diagnosis?: string;
  /** Every revision that was asked for, and what came of it. */
  probes: readonly Probe[];
}

/** Milliseconds from which on the start of a server is waited for, rather than worked for. */
const SLOW_MS = 2_000;
/** Processes that want each core at the same time, from which on everything is slow, and more of them make it slower. */
const BUSY = 2.5;

/** Whether even the fastest handshake took long: then its servers start ahead in numbers, and nobody holds a place meanwhile. */
export const isSlowToStart = (
  { probes }: Pick<Survey, 'probes'>,
  load = (loadavg()[0] ?? 0) / availableParallelism(),
): boolean => {
  const tookMs = probes.flatMap(({ greetedMs }) => greetedMs ?? []);
  return load < BUSY && tookMs.length > 0 && Math.min(...tookMs) > SLOW_MS;
};

/**
 * Which revisions the target speaks on one transport. Every probe has a connection of its own: a server may pin its era to
 * the first request, or exit on a method that it does not know.
 */
export async function surveyTransport(
  transportTarget: TransportTarget,
  wanted: Wanted,
  o: SessionDefaults,
): Promise<Survey> {
  // Revisions at which a standard transport did not exist; its forerunner is named, not failed.
  const since = findTransport(transportTarget.transport)?.since;
  const possible = (revision: Revision) => since === undefined || revision >= since.revision;
  const first = firstProbes(wanted).filter(possible);

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
  const found: Survey = { accepted: new Map(), sessions: new Map(), declined: new Map(), probes };
  for (const p of probes) note(found, p);
  const { host } = transportTarget;
  if (found.accepted.size === 0 && probes.length > 0) found.neverUp = neverUp(probes, host);
  if (since === undefined) return found;
  found.probes = [
    ...probes.map((p) => namingForerunner(p, since)),
    ...firstProbes(wanted)
      .filter((revision) => !possible(revision))
      .map((revision): Probe => ({
        revision,
        entries: [],
        is: 'declined',
        reason: since.before,
        counter: [],
      })),
  ];
  for (const p of found.probes) if (p.is === 'declined') found.declined.set(p.revision, p.reason);
  return found;
}

/** A server that offers a revision at which its transport did not exist speaks the forerunner. */
const namingForerunner = (p: Probe, since: { revision: Revision; before: string }): Probe =>
  p.is === 'declined' && p.counter.filter(isRevision).some((revision) => revision < since.revision)
    ? { ...p, reason: `${p.reason}; ${since.before}` }
    : p;

const isLegacy = (revision: Revision) => getEra(revision) === 'legacy';

function firstProbes(wanted: Wanted): Revision[] {
  if (wanted === 'all') return [...LEGACY_REVISIONS, ...MODERN_REVISIONS];
  if (wanted === 'auto')
    return [LEGACY_REVISIONS.at(-1), MODERN_REVISIONS.at(-1)].filter((r) => r !== undefined);
  if (wanted === 'draft') return [MODERN_REVISIONS.at(-1)].filter((r) => r !== undefined);
  return [...new Set(wanted)];
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

function note(found: Survey, p: Probe): void {
  if (p.is === 'accepted') {
    found.accepted.set(p.revision, p.inventory);
    if (p.session !== undefined) found.sessions.set(p.revision, p.session);
  } else if (p.is === 'declined') found.declined.set(p.revision, p.reason);
  else found.declined.set(p.revision, p.error.message);
}

/** Unreachable on every probe, or ended before any message on every probe. */
function neverUp(probes: readonly Probe[], host: TransportTarget['host']): ConnectError | undefined {
  const unreachable = probes.find((p) => p.is === 'unreachable');
  if (unreachable !== undefined) return unreachable.error;
  const mute = probes.filter((p) => p.is === 'silent');
  const first = mute[0];
  if (first === undefined || mute.length < probes.length) return undefined;
  if (mute.some((p) => p.heard || p.error.why !== 'ended')) return undefined;
  const last = first.stderr.trimEnd().split('\n').slice(-10).join('\n');
  const hand = host.byHand?.();
  const next = host.startable
    ? 'Run the command by hand and see why it ends.'
    : 'See in the log of the server why it ends the connection.';
  return new ConnectError(
    `the target ended before any message: ${first.error.message}${first.how === undefined ? '' : `; it ${first.how}`}${last === '' ? '' : `\nits last stderr lines:\n${last}`}`,
    hand === undefined ? next : `Run it by hand: ${hand}`,
  );
}

/** What the target declares there, for the comparison of transports; or why nothing of it can be compared. */
export function findDeclared(
  surveyed: readonly SurveyedTransport[],
  transport: string,
  revision: Revision,
): Declared {
  const { transportTarget, survey } = surveyed.find(
    (one) => one.transportTarget.transport === transport,
  ) as SurveyedTransport;
  if (transportTarget.adapter.traits(getEra(revision)).native === true)
    return { not: 'typed messages carry less than JSON-RPC, and what they cannot carry differs by right' };
  return { capabilities: survey.accepted.get(revision)?.capabilities };
}
