import type { Change, Comparison } from '../result/compare.js';
import type { Colors } from './details.js';
import { neutralise } from '../text/neutralise.js';

/** More lines of one kind than this are not read on a terminal. */
const MAX_LINES = 15;
/** Places of one change that are named. */
const MAX_PLACES = 3;

/** What changed, for a terminal: the counts, then each change in a line, worst first. */
export function renderComparison(comparison: Comparison, colors: Colors): string {
  const { broken, fixed, gone, slower, parity } = comparison;
  const added = comparison.new;
  // What is new and passes is counted, not listed.
  const lines = [
    formatHeading(comparison),
    tally(comparison, colors),
    ...(comparison.notRun === 0 ? [] : [colors.dim(`  ${formatNotRun(comparison)}`)]),
    ...comparison.notes.map((note) => colors.yellow(`  note: ${neutralise(note, { max: 300 })}`)),
    ...list(broken, (one) => colors.red(`  ✘ broken  ${changeLine(one)}`)),
    ...list(parity, ({ change, scenario, revision }) => {
      const line = `${neutralise(revision, { max: 20 })} · ${neutralise(scenario, { max: 120 })}`;
      return change === 'broken'
        ? colors.red(`  ≠ differs now  ${line}`)
        : colors.green(`  = the same now  ${line}`);
    }),
    ...list(
      added.filter(({ after }) => after !== 'pass'),
      (one) => colors.red(`  + new     ${changeLine(one)}`),
    ),
    ...list(fixed, (one) => colors.green(`  ✔ fixed   ${changeLine(one)}`)),
    ...list(gone, (one) => colors.cyan(`  − gone    ${changeLine(one)}`)),
    ...list(slower, ({ beforeMs, afterMs, ...one }) =>
      colors.yellow(
        `  ⧖ slower  ${formatPlace(one)}  ${formatSeconds(beforeMs)} → ${formatSeconds(afterMs)}`,
      ),
    ),
  ];
  return lines.join('\n');
}

export const formatHeading = ({ against }: Comparison): string => {
  const version = against.version === undefined ? '' : ` ${against.version}`;
  return neutralise(`compared with ${against.name}${version} of ${against.startedAt}`, { max: 200 });
};

/** Checks, not lines: a line may stand for many cases. */
export const countChecks = (changes: readonly Change[]): number =>
  changes.reduce((sum, { cases }) => sum + cases.length, 0);

export const formatNotRun = ({ notRun }: Comparison): string =>
  `not run now: ${notRun} check${notRun === 1 ? '' : 's'}`;

function tally({ broken, fixed, gone, slower, ...rest }: Comparison, colors: Colors): string {
  const part = (count: number, word: string, color: (text: string) => string): string =>
    count === 0 ? colors.dim(`${word} 0`) : color(`${word} ${count}`);
  return `  ${[
    part(countChecks(broken), '✘ broken', colors.red),
    part(countChecks(fixed), '✔ fixed', colors.green),
    part(countChecks(rest.new), '+ new', colors.cyan),
    part(countChecks(gone), '− gone', colors.cyan),
    part(slower.length, '⧖ slower', colors.yellow),
  ].join('   ')}`;
}

function list<T>(items: readonly T[], line: (item: T) => string): string[] {
  const lines = items.slice(0, MAX_LINES).map(line);
  return items.length > MAX_LINES ? [...lines, `    … and ${items.length - MAX_LINES} more`] : lines;
}

export const formatSeconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** `pass → fail`; `not there` where there was no such check. */
export const formatTransition = ({ before, after, known }: Change): string =>
  `${before ?? 'not there'} → ${after ?? 'not there'}${known ? ' (known)' : ''}`;

export const formatPlace = (one: { transport: string; revision: string; scenario: string }): string =>
  `${neutralise(one.transport, { max: 40 })} · ${neutralise(one.revision, { max: 20 })} · ${neutralise(one.scenario, { max: 120 })}`;

function changeLine(change: Change): string {
  const places = change.cases.slice(0, MAX_PLACES).map(formatPlace);
  const more = change.cases.length - places.length;
  const where = `${places.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
  return `${neutralise(change.requirement, { max: 120 })}  ${formatTransition(change)}  ${where}`;
}
