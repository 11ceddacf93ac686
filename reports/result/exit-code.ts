/** Computes the exit code of a run from its result, and what the run was told to fail on. */
import { listDeadEntries } from './baseline.js';
import { countNewDecided, differs } from './counted.js';
import type { Result } from './result.js';
import { decideExitCode, makeLevelReader, summarize } from './summary.js';
import { missingIn } from './survey.js';

/** What makes this run fail, as it was asked for. A draft is no promise to anybody: it counts for nothing. */
export function getFailOn({ run: { options } }: Pick<Result, 'run'>): readonly string[] {
  if (options['revisions'] === 'draft') return [];
  const words = options['failOn'];
  return Array.isArray(words) ? words.filter((word) => typeof word === 'string') : ['fail'];
}

/** The exit code that follows from everything else in a result. What parts that are missing say is not in it. */
export function computeExitCode(result: Result): number {
  const { run, target, parity } = result;
  const transports = Object.values(target.transports);
  const required = run.options['requireContainers'] === true && transports.some(({ notRun }) => notRun);
  const code = decideExitCode({
    summary: summarize(result.cases, makeLevelReader(result)),
    neverUp: required || transports.some(({ neverUp }) => neverUp),
    complete: run.complete,
    decidedNew: countNewDecided(result.cases),
    missing: missingIn(result),
    differs: parity.filter(differs).length,
    failOn: getFailOn(result),
  });
  // What is excused has to be there: a dead entry is a line to delete.
  return code === 0 && listDeadEntries(result).length > 0 ? 1 : code;
}
