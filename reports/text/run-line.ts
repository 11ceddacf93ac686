/** How a run ended, its figures and the name of its target, each in one line of text. */
import type { Result } from '../result/result.js';
import { formatShard } from '../result/shards.js';

const OUTCOMES: Readonly<Record<number, string>> = {
  0: 'conforms',
  1: 'does not conform',
  2: 'nothing was decided',
  3: 'could not be tested',
};

/** How a run ended, in a few words. What they quote of the result is not escaped. */
export function describeOutcome({ run }: Result): string {
  const { exitCode, complete, stoppedBy, parts, shard } = run;
  const outcome = OUTCOMES[exitCode] ?? `exit code ${exitCode}`;
  const of = shard === undefined ? '' : `, as far as shard ${formatShard(shard)} goes`;
  if (complete) return `${outcome}${of}`;
  // A part that is missing was not cut short: it is not there.
  if (parts !== undefined) return `${outcome} (${stoppedBy ?? 'incomplete'})`;
  return `${outcome}${of} (cut short${stoppedBy === null ? '' : ` by ${stoppedBy.slice(0, 80)}`})`;
}

/** `176 cases in 24.0 s · seed 7 · exit 1`. */
export function formatRunFacts({ cases, run: { durationMs, seed, exitCode } }: Result): string {
  const count = cases.length === 1 ? '1 case' : `${cases.length} cases`;
  return `${count} in ${(durationMs / 1000).toFixed(1)} s · seed ${seed} · exit ${exitCode}`;
}

/** Name and version of the target, not escaped. */
export function formatTitle({ target }: Result): string {
  const info = target.serverInfo as { version?: unknown } | null;
  return `${target.name}${typeof info?.version === 'string' ? ` ${info.version}` : ''}`;
}
