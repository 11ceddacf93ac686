import type { Result, TransportReport } from './result.js';
import { neutral } from './text.js';

/** What every format that people read says in the same words. All of it is harmless to show. */

/** The target, and the version that it gave itself. */
export function titleOf({ target }: Result): string {
  const info = target.serverInfo as { version?: unknown } | null;
  const version = typeof info?.version === 'string' ? ` ${info.version}` : '';
  return neutral(`${target.name}${version}`, { max: 60 });
}

/** Why a transport has no figures, in one line. */
export function absenceOf({ reason, notRun }: TransportReport): string {
  if (reason === undefined) return 'not offered by this target';
  return neutral(`${notRun === true ? 'not run: ' : ''}${reason.split('\n')[0] ?? ''}`, { max: 160 });
}

const OUTCOMES: Readonly<Record<number, string>> = {
  0: 'conforms',
  1: 'does not conform',
  2: 'nothing was decided',
  3: 'could not be tested',
};

/** How the run ended, and by what it was cut short. */
export function outcomeOf({ run: { exitCode, complete, stoppedBy } }: Result): string {
  const cut = complete
    ? ''
    : ` (cut short${stoppedBy === null ? '' : ` by ${neutral(stoppedBy, { max: 80 })}`})`;
  return `${OUTCOMES[exitCode] ?? `exit code ${exitCode}`}${cut}`;
}

/** What containers cost the run. */
export function containersOf({ run: { containers } }: Result): string | undefined {
  if (containers === undefined) return undefined;
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
  return (
    `${containers.started} started, ${seconds(containers.medianStartMs)} each (median), ` +
    `${seconds(containers.startMs)} in all · engine ${neutral(containers.engine, { max: 40 })}`
  );
}
