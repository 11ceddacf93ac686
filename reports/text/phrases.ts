/** What every format that people read says in the same words. All of it is harmless to show. */
import * as outcome from './run-line.js';
import type { Result, TransportReport } from '../result/result.js';
import { neutralise } from './neutralise.js';

/** The target, and the version that it gave itself. */
export const describeTarget = (result: Result): string =>
  neutralise(outcome.formatTitle(result), { max: 60 });

/** Why a transport has no figures, in one line. */
export function describeAbsence({ reason, notRun }: TransportReport): string {
  if (reason === undefined) return 'not offered by this target';
  return neutralise(`${notRun === true ? 'not run: ' : ''}${reason.split('\n')[0] ?? ''}`, { max: 160 });
}

/** All that is said of why a transport could not be tested, line by line. */
export const splitReason = (reason: string): string[] =>
  reason
    .split('\n')
    .slice(0, 20)
    .map((line) => neutralise(line, { max: 300 }));

/** How the run ended, and by what it was cut short. */
export const describeRunOutcome = (result: Result): string =>
  neutralise(outcome.describeOutcome(result), { max: 200 });

/** The same with what was seen. */
export const describeRunSeen = (result: Result): string =>
  neutralise(outcome.describeSeen(result), { max: 300 });

/** What containers cost the run. */
export function describeContainers({ run: { containers } }: Result): string | undefined {
  if (containers === undefined) return undefined;
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
  return (
    `${containers.started} started, ${seconds(containers.medianStartMs)} each (median), ` +
    `${seconds(containers.startMs)} in all · engine ${neutralise(containers.engine, { max: 40 })}`
  );
}
