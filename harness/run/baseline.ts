/** Marks failures that a baseline names as known, and reports which of its entries are stale. */
import { transportNames } from '../../adapters/index.js';
import { REVISIONS, type Revision } from '../../adapters/revision.js';
import { isNamedBy, namesPlace, namesRequirement, type Place } from '../../reports/result/baseline.js';
import type { BaselineReport, CaseReport, KnownFailure } from '../../reports/result/result.js';
import { getRequirement, type RequirementId } from '../../suites/requirements/index.js';
import { appliesTo } from '../../suites/requirements/requirement.js';
import { isCovered, type Scenario } from '../../suites/scenario.js';

/** Marks the failures that a baseline names. They stay in the result as they were seen; they no longer count. */
export function waive(
  cases: readonly CaseReport[],
  baseline: readonly KnownFailure[],
  today: string,
): CaseReport[] {
  const active = baseline
    .map((entry, index) => ({ entry, index }))
    .filter(({ entry }) => entry.expires > today);
  return cases.map((report) => ({
    ...report,
    checks: report.checks.map((check) => {
      if (check.verdict !== 'fail' && check.verdict !== 'warn') return check;
      const known = active.find(({ entry }) => isNamedBy(entry, report, check.requirement));
      return known === undefined ? check : { ...check, waivedBy: mark(known.entry), waiver: known.index };
    }),
  }));
}

const mark = (entry: KnownFailure): string => `${entry.reason} (${entry.issue})`;

/** What there is to be named, selected or not. */
export interface Namable {
  scenarios: ReadonlyMap<string, Scenario>;
  /** What observers judge in every case. */
  observed: readonly RequirementId[];
  /** Of the target, also those of somebody's own adapters; those that are shipped count anyway. */
  transports: readonly string[];
}

/**
 * What came of each entry. One is stale only where this run looked everywhere that it names, on the transports and at
 * the revisions that were run, and saw it hold: a run of some scenarios, a shard or a run that was cut short calls none stale.
 */
export function reportBaseline(
  cases: readonly CaseReport[],
  baseline: readonly KnownFailure[],
  { scenarios, observed, transports }: Namable,
  today: string,
): BaselineReport[] {
  const used = new Set(cases.flatMap(({ checks }) => checks.map(({ waiver }) => waiver)));
  const ran = new Map(cases.map((report) => [keyOf(report), report]));
  const cells = [...new Map(cases.map((one) => [`${one.transport}\n${one.revision}`, one])).values()];
  return baseline.map((entry, index) => {
    const state = (): BaselineReport['state'] => {
      if (entry.expires <= today) return 'expired';
      if (used.has(index)) return 'used';
      if (placesOf(entry, scenarios, observed, everywhere(transports, cells)).next().done) return 'unmatched';
      return holds(entry, awaited([...placesOf(entry, scenarios, observed, cells)], scenarios, ran), ran)
        ? 'stale'
        : 'unused';
    };
    return { ...entry, state: state() };
  });
}

const keyOf = ({ transport, revision, scenario }: Place): string => `${transport}\n${revision}\n${scenario}`;

const HELD: readonly string[] = ['pass', 'not-applicable'];

/** Every case that could show the failure was run, and none did. */
function holds(entry: KnownFailure, places: Iterable<Place>, ran: ReadonlyMap<string, CaseReport>): boolean {
  let held = 0;
  for (const place of places) {
    const report = ran.get(keyOf(place));
    const checks = report?.checks.filter(({ requirement }) => isNamedBy(entry, place, requirement));
    // A case in which no message came has no row for what every message is held against.
    if (checks === undefined || checks.some(({ verdict }) => !HELD.includes(verdict))) return false;
    held += checks.length;
  }
  return held > 0;
}

/** What breaks servers runs where it is asked for: only an entry that names nothing else waits for it. */
function awaited(
  places: readonly Place[],
  scenarios: ReadonlyMap<string, Scenario>,
  ran: ReadonlyMap<string, CaseReport>,
): readonly Place[] {
  const breaks = ({ scenario }: Place): boolean => scenarios.get(scenario)?.needs.server !== undefined;
  return places.every(breaks) ? places : places.filter((place) => !breaks(place) || ran.has(keyOf(place)));
}

type Cell = Pick<CaseReport, 'transport' | 'revision'>;

/** Whatever may be run somewhere, for entries of another run than this one. */
const everywhere = (transports: readonly string[], cells: readonly Cell[]): Cell[] =>
  [...new Set([...transportNames, ...transports, ...cells.map(({ transport }) => transport)])].flatMap(
    (transport) => REVISIONS.map((revision) => ({ transport, revision })),
  );

/** The cases with a check that an entry names, whether or not they were selected. */
function* placesOf(
  entry: KnownFailure,
  scenarios: ReadonlyMap<string, Scenario>,
  observed: readonly RequirementId[],
  cells: readonly Cell[],
): Generator<Place> {
  const inAll = observed.filter((id) => namesRequirement(entry, id));
  for (const { transport, revision } of cells) {
    for (const [scenario, { requirements, ...about }] of scenarios) {
      if (about.transport !== undefined && about.transport !== transport) continue;
      if (!isCovered(about.revisions, revision as Revision)) continue;
      const place = { transport, revision, scenario };
      if (!namesPlace(entry, place)) continue;
      const named = [...inAll, ...requirements.filter((id) => namesRequirement(entry, id))];
      if (named.some((id) => appliesTo(getRequirement(id), transport, revision))) yield place;
    }
  }
}
