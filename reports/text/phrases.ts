import * as outcome from './run-line.js';
import type { Result, TransportReport } from '../result/result.js';
import { neutral } from './neutralise.js';

/** What every format that people read says in the same words. All of it is harmless to show. */

/** The target, and the version that it gave itself. */
export const titleOf = (result: Result): string => neutral(outcome.titleOf(result), { max: 60 });

/** Why a transport has no figures, in one line. */
export function absenceOf({ reason, notRun }: TransportReport): string {
  if (reason === undefined) return 'not offered by this target';
  return neutral(`${notRun === true ? 'not run: ' : ''}${reason.split('\n')[0] ?? ''}`, { max: 160 });
}

/** All that is said of why a transport could not be tested, line by line. */
export const reasonLines = (reason: string): string[] =>
  reason
    .split('\n')
    .slice(0, 20)
    .map((line) => neutral(line, { max: 300 }));

/** How the run ended, and by what it was cut short. */
export const outcomeOf = (result: Result): string => neutral(outcome.outcomeOf(result), { max: 200 });

/** What containers cost the run. */
export function containersOf({ run: { containers } }: Result): string | undefined {
  if (containers === undefined) return undefined;
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
  return (
    `${containers.started} started, ${seconds(containers.medianStartMs)} each (median), ` +
    `${seconds(containers.startMs)} in all · engine ${neutral(containers.engine, { max: 40 })}`
  );
}
