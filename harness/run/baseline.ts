import { transportNames } from '../../adapters/index.js';
import { REVISIONS, type Revision } from '../../adapters/revision.js';
import type { BaselineReport, CaseReport } from '../../reports/result.js';
import { requirement, type RequirementId } from '../../suites/requirements/index.js';
import { appliesTo } from '../../suites/requirements/requirement.js';
import type { Scenario } from '../../suites/scenario.js';
import { ALWAYS } from './freeze.js';
import { matches } from '../../reports/glob.js';
import { covers } from './plan.js';

/** A failure that is known and excused: by whom, why, and until when. Its scopes are exact, or globs. */
export type KnownFailure = Omit<BaselineReport, 'state'>;

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
      const known = active.find(({ entry }) => names(entry, report, check.requirement));
      return known === undefined ? check : { ...check, waivedBy: mark(known.entry), waiver: known.index };
    }),
  }));
}

const mark = (entry: KnownFailure): string => `${entry.reason} (${entry.issue})`;

type Place = Pick<CaseReport, 'transport' | 'revision' | 'scenario'>;

const names = (entry: KnownFailure, place: Place, requirement: string): boolean =>
  fits(entry.requirement, requirement) &&
  fits(entry.transport, place.transport) &&
  fits(entry.revision, place.revision) &&
  fits(entry.scenario, place.scenario);

const fits = (pattern: string | undefined, value: string): boolean =>
  pattern === undefined || matches(pattern, value);

/** What is to be deleted from a baseline. */
export const isDead = ({ state }: Pick<BaselineReport, 'state'>): boolean =>
  state === 'stale' || state === 'expired' || state === 'unmatched';

/**
 * What came of each entry. One is stale only where this run looked everywhere that it names, on the transports and at
 * the revisions that were run, and saw it hold: a run of some scenarios, a shard or a run that was cut short calls none stale.
 */
export function baselineReports(
  cases: readonly CaseReport[],
  baseline: readonly KnownFailure[],
  scenarios: ReadonlyMap<string, Scenario>,
  today: string,
): BaselineReport[] {
  const used = new Set(cases.flatMap(({ checks }) => checks.map(({ waiver }) => waiver)));
  const ran = new Map(cases.map((report) => [keyOf(report), report]));
  const cells = [...new Map(cases.map((one) => [`${one.transport}\n${one.revision}`, one])).values()];
  return baseline.map((entry, index) => {
    const state = (): BaselineReport['state'] => {
      if (entry.expires <= today) return 'expired';
      if (used.has(index)) return 'used';
      if (!placesOf(entry, scenarios, everywhere(cells)).next().done) {
        return holds(entry, placesOf(entry, scenarios, cells), ran) ? 'stale' : 'unused';
      }
      return 'unmatched';
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
    const checks = report?.checks.filter(({ requirement }) => names(entry, place, requirement));
    // A case in which no message came has no row for what every message is held against.
    if (checks === undefined || checks.some(({ verdict }) => !HELD.includes(verdict))) return false;
    held += checks.length;
  }
  return held > 0;
}

type Cell = Pick<CaseReport, 'transport' | 'revision'>;

/** Whatever may be run somewhere, for entries of another run than this one. */
const everywhere = (cells: readonly Cell[]): Cell[] =>
  [...new Set([...transportNames, ...cells.map(({ transport }) => transport)])].flatMap((transport) =>
    REVISIONS.map((revision) => ({ transport, revision })),
  );

/** The cases with a check that an entry names, whether or not they were selected. */
function* placesOf(
  entry: KnownFailure,
  scenarios: ReadonlyMap<string, Scenario>,
  cells: readonly Cell[],
): Generator<Place> {
  for (const { transport, revision } of cells) {
    for (const [scenario, { requirements, ...about }] of scenarios) {
      if (about.transport !== undefined && about.transport !== transport) continue;
      // What breaks servers runs where it is asked for, and no entry waits for that.
      if (about.needs.server !== undefined || !covers(about.revisions, revision as Revision)) continue;
      const place = { transport, revision, scenario };
      const applies = (id: RequirementId): boolean => appliesTo(requirement(id), transport, revision);
      if ([...requirements, ...ALWAYS].some((id) => applies(id) && names(entry, place, id))) yield place;
    }
  }
}
