/** Compares how the same scenario went on each transport, and repeats it where it differs. */
import type { Revision } from '../../adapters/revision.js';
import { computeCanonicalHash } from '../../reports/result/canonical.js';
import type { CaseReport, ParityReport } from '../../reports/result/result.js';
import { collectCaseFacts, type Facts } from './facts.js';
import type { PlannedCase } from './plan.js';

/** How often a case is repeated, alone, on each transport, before a difference is believed. */
const REPEATS = 2;

interface Seen {
  planned: PlannedCase;
  facts: Facts;
}

/** What a target declares on a transport, or why that cannot be compared. */
export type Declared = { capabilities: unknown } | { not: string };

export interface ParityOptions {
  /** What the target declares there, or a reason why nothing on this transport can be compared. */
  declared(transport: string, revision: Revision): Declared;
  /** Plays the case alone and gives its facts; `undefined` where it could not be played to its end. */
  repeat(planned: PlannedCase): Promise<Facts | undefined>;
}

/**
 * Whether shared scenarios behaved the same on every transport of the target. Only facts are compared, never
 * transcripts; a difference stands only where each side repeats itself.
 */
export class Parity {
  readonly #seen = new Map<string, Seen[]>();

  /** `report` as it counts, with known failures marked. */
  add(planned: PlannedCase, report: CaseReport, observed: Facts): void {
    // A failure that is known on one transport is a difference that is known.
    const counts = report.status === 'ran' && report.checks.every(({ waivedBy }) => waivedBy === null);
    if (planned.scenario.transport !== undefined || !counts) return;
    const key = `${planned.id}\n${planned.revision}`;
    const facts = collectCaseFacts(report, observed);
    this.#seen.set(key, [...(this.#seen.get(key) ?? []), { planned, facts }]);
  }

  async compare(o: ParityOptions): Promise<ParityReport[]> {
    const reports: ParityReport[] = [];
    for (const key of [...this.#seen.keys()].sort()) {
      // In the order of names, not of who was first: the same run gives the same report.
      const seen = [...(this.#seen.get(key) ?? [])].sort((a, b) =>
        a.planned.transport < b.planned.transport ? -1 : 1,
      );
      // On one transport alone there is nothing to compare, and nothing to say.
      if (seen.length > 1) reports.push(await compareOne(seen, o));
    }
    return reports;
  }
}

async function compareOne(all: readonly Seen[], o: ParityOptions): Promise<ParityReport> {
  const [{ planned }] = all as readonly [Seen];
  const common = { scenario: planned.id, revision: planned.revision };
  const { seen, reason } = comparable(all, o);
  const none = (why: string): ParityReport => ({
    ...common,
    verdict: 'not-applicable',
    differences: [],
    transports: [],
    reason: why,
  });
  if (seen.length < 2) return none(reason ?? 'no two transports can be compared');
  const transports = seen.map((one) => one.planned.transport);
  const named = sharedNames(seen.map(({ facts }) => facts));
  if (named.length === 0) return none('nothing was seen on two transports');
  const reasons = [...(reason === undefined ? [] : [reason]), ...apartOf(seen)];
  const told = { transports, ...(reasons.length === 0 ? {} : { reason: reasons.join('; ') }) };
  const first = differencesOf(seen, named);
  if (first.length === 0) return { ...common, verdict: 'same', differences: [], ...told };
  const repeated = await repeatAll(seen, o);
  if (repeated === undefined) return none('the difference could not be seen again');
  const unstable = new Set(repeated.flatMap((one) => [...one.unstable]));
  const stable = named.filter((name) => !unstable.has(name));
  if (stable.length === 0) return none('nothing that was seen repeats itself on one transport');
  const differences = differencesOf(repeated, stable);
  return { ...common, verdict: differences.length > 0 ? 'differs' : 'same', differences, ...told };
}

/** The largest group of transports on which the target declares the same. */
function comparable(all: readonly Seen[], o: ParityOptions): { seen: Seen[]; reason?: string } {
  const groups = new Map<string, Seen[]>();
  const reasons: string[] = [];
  for (const one of all) {
    const { transport, revision } = one.planned;
    const declared = o.declared(transport, revision);
    if ('not' in declared) {
      reasons.push(`${transport}: ${declared.not}`);
      continue;
    }
    const key = hashOf(declared.capabilities);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  const [largest = [], ...others] = [...groups.values()].sort((a, b) => b.length - a.length);
  for (const other of others) {
    const names = other.map(({ planned }) => planned.transport).join(', ');
    reasons.push(`${names}: the target declares other capabilities there`);
  }
  return { seen: largest, ...(reasons.length === 0 ? {} : { reason: reasons.join('; ') }) };
}

function hashOf(capabilities: unknown): string {
  try {
    return computeCanonicalHash(capabilities);
  } catch {
    return JSON.stringify(capabilities);
  }
}

/** Facts that were seen on at least two transports. */
function sharedNames(all: readonly Facts[]): string[] {
  const count = new Map<string, number>();
  for (const facts of all) for (const name of facts.keys()) count.set(name, (count.get(name) ?? 0) + 1);
  return [...count].filter(([, times]) => times > 1).map(([name]) => name);
}

/** Facts that are named where not every transport showed them. */
const MAX_APART = 5;

/** What was compared on some of the transports only: "the same" does not speak of the others. */
function apartOf(seen: readonly Seen[]): string[] {
  const names = new Set(seen.flatMap(({ facts }) => [...facts.keys()]));
  const apart = [...names].filter((name) => seen.some(({ facts }) => !facts.has(name))).sort();
  if (apart.length === 0) return [];
  const more = apart.length > MAX_APART ? ` and ${apart.length - MAX_APART} more` : '';
  return [`not seen on every transport: ${apart.slice(0, MAX_APART).join(', ')}${more}`];
}

function differencesOf(seen: readonly Seen[], names: readonly string[]): ParityReport['differences'] {
  return names.flatMap((name) => {
    const on = seen.filter(({ facts }) => facts.has(name));
    if (new Set(on.map(({ facts }) => facts.get(name)?.hash)).size < 2) return [];
    const values = on.map(({ planned, facts }) => [planned.transport, facts.get(name)?.shown ?? '']);
    return [{ fact: name, values: Object.fromEntries(values) as Record<string, string> }];
  });
}

interface Repeated extends Seen {
  unstable: ReadonlySet<string>;
}

/** The same scenario compared with itself on each transport, alone. */
async function repeatAll(seen: readonly Seen[], o: ParityOptions): Promise<Repeated[] | undefined> {
  const repeated: Repeated[] = [];
  for (const { planned } of seen) {
    const runs: Facts[] = [];
    for (let run = 0; run < REPEATS; run++) {
      const facts = await o.repeat(planned);
      if (facts === undefined) return undefined;
      runs.push(facts);
    }
    const [facts = new Map(), ...others] = runs;
    const unstable = [...facts.keys()].filter((name) =>
      others.some((other) => other.get(name)?.hash !== facts.get(name)?.hash),
    );
    repeated.push({ planned, facts, unstable: new Set(unstable) });
  }
  return repeated;
}
