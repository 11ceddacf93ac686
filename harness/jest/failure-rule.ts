/** Decides which checks make a test fail in Jest, by the same rule as the exit code of a run. */
import { counts as isCounted } from '../../reports/result/counted.js';
import { findRequirement } from '../../reports/result/findings.js';
import type { CaseReport, CheckReport, Result } from '../../reports/result/result.js';

/** Which checks make a run fail, as its exit code has it: those that `--fail-on` names, beside faults of the harness. */
export class FailureRule {
  readonly #result: Result;
  readonly #failOn: ReadonlySet<unknown>;
  /** What was seen at all, by transport, revision and requirement: there a case that could not see it is no failure. */
  readonly #seen: ReadonlySet<string>;

  constructor(result: Result) {
    const { failOn, revisions } = result.run.options;
    this.#result = result;
    // A draft is no promise to anybody yet.
    this.#failOn = new Set(revisions === 'draft' || !Array.isArray(failOn) ? [] : (failOn as unknown[]));
    this.#seen = new Set(
      result.cases.flatMap((one) =>
        one.checks
          .filter(({ verdict }) => verdict === 'pass' || verdict === 'warn' || verdict === 'fail')
          .map((check) => place(one, check)),
      ),
    );
  }

  failsOn(word: string): boolean {
    return this.#failOn.has(word);
  }

  fails(one: CaseReport, check: CheckReport): boolean {
    if (check.verdict === 'error') return true;
    if (!isCounted(check) || findRequirement(this.#result, check)?.level === 'ROBUSTNESS') return false;
    if (check.verdict === 'not-verified' && this.#seen.has(place(one, check))) return false;
    return this.#failOn.has(check.verdict);
  }
}

const place = ({ transport, revision }: CaseReport, { requirement }: CheckReport): string =>
  [transport, revision, requirement].join('\n');
