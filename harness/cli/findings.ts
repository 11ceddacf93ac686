/** The first violations of a run, as lines that are shown while it goes on. */
import { neutralise } from '../../reports/text/neutralise.js';
import { counts } from '../../reports/result/counted.js';
import type { Progress } from '../run/contract.js';

/** Findings that are told while a run goes on: the others stand in its report. */
const MOST = 8;

/** What a run has found until now: each requirement once on a transport, however often and at how many revisions it is broken. */
export class Findings {
  readonly #known = new Set<string>();

  /** Lines for what is new in this step of the run. */
  take(progress: Progress): string[] {
    if (progress.kind !== 'case-seen' && progress.kind !== 'case-ended') return [];
    const { checks, transport, revision } = progress.case;
    return checks.flatMap((check) => {
      if (check.verdict !== 'fail' || !counts(check)) return [];
      const key = `${transport} ${check.requirement}`;
      if (this.#known.has(key) || this.#known.size >= MOST) return [];
      this.#known.add(key);
      const again = progress.kind === 'case-seen' ? '  (is looked at again alone)' : '';
      return [neutralise(`✘ ${transport} · ${revision} · ${check.requirement}${again}`, { max: 200 })];
    });
  }
}
