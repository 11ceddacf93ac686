/** Counts requirements by verdict for each transport and revision, and decides the exit code. */
import { counts as isCounted } from './counted.js';
import { VERDICTS, type CaseReport, type Counts, type Result, type Verdict } from './result.js';
import { judges, SURVEY } from './survey.js';
import { pickStrongerVerdict } from './verdict-order.js';

export const makeCounts = (): Counts => Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0])) as Counts;

/** Level of a requirement by its id; `undefined` where nobody knows it. */
export type LevelOf = (requirement: string) => string | undefined;

/** Levels as the result itself states them. */
export const makeLevelReader =
  ({ requirements }: Pick<Result, 'requirements'>): LevelOf =>
  (id) =>
    Object.hasOwn(requirements, id) ? requirements[id]?.level : undefined;

/** What stands of each requirement on one transport at one revision. */
export interface CellVerdicts {
  transport: string;
  revision: string;
  /** By requirement id; without those that no sentence demands, what is new, and known failures. */
  verdicts: ReadonlyMap<string, Verdict>;
}

export function listCellVerdicts(cases: readonly CaseReport[], levelOf: LevelOf): CellVerdicts[] {
  const cells = new Map<string, CellVerdicts & { verdicts: Map<string, Verdict> }>();
  // What a survey saw right by the way decides nothing where no case did.
  const planned = cases.filter(({ scenario }) => scenario !== SURVEY);
  const isDecided = ({ transport, revision }: CaseReport): boolean =>
    planned.some((one) => one.transport === transport && one.revision === revision && hasDecided(one));
  const counted = cases.filter((one) => judges(one) || isDecided(one));
  for (const report of counted) {
    const { transport, revision } = report;
    const key = `${transport}\n${revision}`;
    const cell = cells.get(key) ?? { transport, revision, verdicts: new Map<string, Verdict>() };
    cells.set(key, cell);
    for (const [id, verdict] of verdictsOf(report, levelOf)) {
      cell.verdicts.set(id, pickStrongerVerdict(verdict, cell.verdicts.get(id)));
    }
  }
  return [...cells.values()];
}

const hasDecided = ({ checks }: CaseReport): boolean =>
  checks.some(({ verdict }) => verdict === 'pass' || verdict === 'fail' || verdict === 'warn');

/** Distinct requirements by transport and revision: without those that no sentence demands, what is new, and known failures. */
export function summarize(cases: readonly CaseReport[], levelOf: LevelOf): Result['summary'] {
  const rows = new Map<string, [string, Counts][]>();
  for (const { transport, revision, verdicts } of listCellVerdicts(cases, levelOf)) {
    const counts = makeCounts();
    for (const verdict of verdicts.values()) counts[verdict] += 1;
    rows.set(transport, [...(rows.get(transport) ?? []), [revision, counts]]);
  }
  // Own properties whatever the names are: those of a result that was changed can be `__proto__`.
  return Object.fromEntries([...rows].map(([transport, row]) => [transport, Object.fromEntries(row)]));
}

/** A case that did not run has no checks of its own: its requirements stand with its status. */
function verdictsOf(report: CaseReport, levelOf: LevelOf): [string, Verdict][] {
  const scored = report.checks.filter(
    (check) => isCounted(check) && levelOf(check.requirement) !== 'ROBUSTNESS',
  );
  const rows = scored.map((check): [string, Verdict] => [check.requirement, check.verdict]);
  if (report.status === 'error') rows.push([`error in ${report.scenario}`, 'error']);
  return rows;
}

/** What decides the exit code of a run. */
export interface ExitFacts {
  summary: Result['summary'];
  /** A transport of the target could not be reached at all. */
  neverUp: boolean;
  complete: boolean;
  /** Checks that were decided and do not count. */
  decidedNew?: number;
  /** Revisions that the user named and that were not run. */
  missing?: number;
  /** Scenarios that went differently on another transport. */
  differs: number;
  /** What makes a run fail: `fail`, `warn`, `not-verified`, `differs`. */
  failOn: readonly string[];
}

/** The exit codes of the design. Where several hold: 2, then 3, then 1. */
export function decideExitCode(o: ExitFacts): number {
  const total = makeCounts();
  for (const row of Object.values(o.summary)) {
    for (const counts of Object.values(row))
      for (const verdict of VERDICTS) total[verdict] += counts[verdict];
  }
  const decided = total.pass + total.fail + total.warn + (o.decidedNew ?? 0);
  if ((o.missing ?? 0) > 0 || (decided === 0 && !o.neverUp && total.error === 0)) return 2;
  if (o.neverUp || total.error > 0) return 3;
  const against =
    (o.failOn.includes('fail') ? total.fail : 0) +
    (o.failOn.includes('warn') ? total.warn : 0) +
    (o.failOn.includes('not-verified') ? total['not-verified'] : 0) +
    (o.failOn.includes('differs') ? o.differs : 0);
  if (against > 0) return 1;
  // A run that was cut short before it found anything wrong has decided nothing about the rest.
  return o.complete ? 0 : 2;
}
