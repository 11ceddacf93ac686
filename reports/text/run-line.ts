/** How a run ended, its figures and the name of its target, each in one line of text. */
import { listFindings, listKnown } from '../result/findings.js';
import type { Result, Verdict } from '../result/result.js';
import { formatShard } from '../result/shards.js';
import { listCellVerdicts, makeLevelReader } from '../result/summary.js';
import { notRunOf, plannedCases } from '../result/survey.js';
import { pickStrongerVerdict } from '../result/verdict-order.js';

const OUTCOMES: Readonly<Record<number, string>> = {
  0: 'conforms',
  1: 'does not conform',
  2: 'nothing was decided',
  3: 'could not be tested',
};

/** How a run ended, in a few words. What they quote of the result is not escaped. */
export function describeOutcome(result: Result, seen = ''): string {
  const { exitCode, complete, stoppedBy, parts, shard } = result.run;
  // Who is told that all is well is told in the same breath what was excused for it.
  const known = exitCode === 0 ? new Set(listKnown(result).map(({ requirement }) => requirement)).size : 0;
  const excused = known === 0 ? '' : ` but for ${known} known failure${known === 1 ? '' : 's'}`;
  const outcome =
    (exitCode === 2 && missed(result)) || `${OUTCOMES[exitCode] ?? `exit code ${exitCode}`}${excused}${seen}`;
  const of = shard === undefined ? '' : `, as far as shard ${formatShard(shard)} goes`;
  if (complete) return `${outcome}${of}`;
  // A part that is missing was not cut short: it is not there.
  if (parts !== undefined) return `${outcome} (${stoppedBy ?? 'incomplete'})`;
  return `${outcome}${of} (cut short${stoppedBy === null ? '' : ` by ${stoppedBy.slice(0, 140)}`})`;
}

/**
 * `conforms in 62 of 62 that it can show · 4 it did not let us see · 2 remarks`: how a run ended, with what was seen. Each
 * requirement counts once, by the worst that was seen of it anywhere.
 */
export function describeSeen(result: Result): string {
  const { exitCode, complete } = result.run;
  if (exitCode > 1 || !complete) return describeOutcome(result);
  const worst = new Map<string, Verdict>();
  for (const { verdicts } of listCellVerdicts(result.cases, makeLevelReader(result)))
    for (const [id, verdict] of verdicts) worst.set(id, pickStrongerVerdict(verdict, worst.get(id)));
  const count = (...of: Verdict[]): number =>
    [...worst.values()].filter((verdict) => of.includes(verdict)).length;
  const [fail, warn, unseen] = [count('fail'), count('warn'), count('not-verified')];
  const shown = fail + count('pass', 'warn');
  const fresh = listFindings(result).filter(({ kind }) => kind === 'new').length;
  const of = exitCode === 0 ? shown - fail : fail;
  return [
    describeOutcome(result, of === 0 ? '' : ` in ${of} of ${shown} that it can show`),
    ...(unseen === 0 ? [] : [`${unseen} it did not let us see`]),
    ...(warn === 0 ? [] : [`${warn} remark${warn === 1 ? '' : 's'}`]),
    ...(fresh === 0 ? [] : [`${fresh} new`]),
  ].join(' · ');
}

/** `2026-07-28 was asked for and not run on streamable-http`; empty where nothing was missed. */
function missed(result: Result): string {
  const [first, ...more] = notRunOf(result).filter(({ named }) => named);
  if (first === undefined) return '';
  const rest = more.length === 0 ? '' : `, and ${more.length} more`;
  return `${first.revision} was asked for and not run on ${first.transport}${rest}`;
}

/** `176 cases in 24.0 s · ~ 2 robustness findings · seed 7 · exit 1`. */
export function formatRunFacts(result: Result): string {
  const { durationMs, seed, exitCode } = result.run;
  const cases = plannedCases(result);
  const count = cases.length === 1 ? '1 case' : `${cases.length} cases`;
  const fragile = listFindings(result).filter(({ kind }) => kind === 'robustness').length;
  const robustness = fragile === 0 ? '' : ` · ~ ${fragile} robustness finding${fragile === 1 ? '' : 's'}`;
  return `${count} in ${(durationMs / 1000).toFixed(1)} s${robustness} · seed ${seed} · exit ${exitCode}`;
}

/** Name and version of the target, not escaped. */
export function formatTitle({ target }: Result): string {
  const info = target.serverInfo as { version?: unknown } | null;
  return `${target.name}${typeof info?.version === 'string' ? ` ${info.version}` : ''}`;
}
