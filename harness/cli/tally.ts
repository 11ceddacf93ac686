/** Counts ended, passed and failed cases per transport and revision while a run goes on. */
import { counts } from '../../reports/result/counted.js';
import type { CaseReport } from '../../reports/result/result.js';
import type { PlannedCell, Progress } from '../run/contract.js';

/** Cases of one transport at one revision, as far as they have ended. */
export interface TallyCell extends PlannedCell {
  ended: number;
  passed: number;
  failed: number;
}

/** What a run has told so far. */
export class Tally {
  /** By transport and revision, in the order planned. */
  readonly cells = new Map<string, TallyCell>();
  /** Ids of the cases that are running, oldest first. */
  readonly current = new Set<string>();
  done = 0;
  total: number | undefined;

  /** Delivers the cell that a case has just completed, if it did. */
  take(progress: Progress): TallyCell | undefined {
    if (progress.kind === 'planned') {
      this.total = progress.total;
      for (const cell of progress.cells) {
        this.cells.set(keyOf(cell), { ...cell, ended: 0, passed: 0, failed: 0 });
      }
    }
    if (progress.kind === 'case-started') this.current.add(idOf(progress));
    if (progress.kind !== 'case-ended') return undefined;
    this.current.delete(idOf(progress.case));
    this.done = progress.done;
    this.total = progress.total;
    return this.#count(progress.case);
  }

  #count(one: CaseReport): TallyCell | undefined {
    const cell = this.cells.get(keyOf(one));
    if (cell === undefined) return undefined;
    cell.ended += 1;
    if (one.checks.some((check) => counts(check) && check.verdict === 'fail')) cell.failed += 1;
    else if (one.checks.some(({ verdict, waivedBy }) => waivedBy === null && verdict === 'pass'))
      cell.passed += 1;
    return cell.ended === cell.total ? cell : undefined;
  }
}

const keyOf = (one: { transport: string; revision: string }): string => `${one.transport}/${one.revision}`;

const idOf = (one: { transport: string; revision: string; scenario: string }): string =>
  `${one.transport}/${one.revision}/${one.scenario}`;
