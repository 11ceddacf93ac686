import type { Change, Comparison } from '../result/compare.js';
import type { Colors } from './details.js';
import { neutral } from '../text/neutralise.js';

/** More lines of one kind than this are not read on a terminal. */
const MAX_LINES = 15;
/** Places of one change that are named. */
const MAX_PLACES = 3;

/** What changed, for a terminal: the counts, then each change in a line, worst first. */
export function comparisonBlock(comparison: Comparison, colors: Colors): string {
  const { broken, fixed, gone, slower, parity } = comparison;
  const added = comparison.new;
  // What is new and passes is counted, not listed.
  const lines = [
    heading(comparison),
    tally(comparison, colors),
    ...(comparison.notRun === 0 ? [] : [colors.dim(`  ${notRunLine(comparison)}`)]),
    ...comparison.notes.map((note) => colors.yellow(`  note: ${neutral(note, { max: 300 })}`)),
    ...list(broken, (one) => colors.red(`  ✘ broken  ${changeLine(one)}`)),
    ...list(parity, ({ change, scenario, revision }) => {
      const line = `${neutral(revision, { max: 20 })} · ${neutral(scenario, { max: 120 })}`;
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
      colors.yellow(`  ⧖ slower  ${placeOf(one)}  ${seconds(beforeMs)} → ${seconds(afterMs)}`),
    ),
  ];
  return lines.join('\n');
}

export const heading = ({ against }: Comparison): string => {
  const version = against.version === undefined ? '' : ` ${against.version}`;
  return neutral(`compared with ${against.name}${version} of ${against.startedAt}`, { max: 200 });
};

/** Checks, not lines: a line may stand for many cases. */
export const checksIn = (changes: readonly Change[]): number =>
  changes.reduce((sum, { cases }) => sum + cases.length, 0);

export const notRunLine = ({ notRun }: Comparison): string =>
  `not run now: ${notRun} check${notRun === 1 ? '' : 's'}`;

function tally({ broken, fixed, gone, slower, ...rest }: Comparison, colors: Colors): string {
  const part = (count: number, word: string, color: (text: string) => string): string =>
    count === 0 ? colors.dim(`${word} 0`) : color(`${word} ${count}`);
  return `  ${[
    part(checksIn(broken), '✘ broken', colors.red),
    part(checksIn(fixed), '✔ fixed', colors.green),
    part(checksIn(rest.new), '+ new', colors.cyan),
    part(checksIn(gone), '− gone', colors.cyan),
    part(slower.length, '⧖ slower', colors.yellow),
  ].join('   ')}`;
}

function list<T>(items: readonly T[], line: (item: T) => string): string[] {
  const lines = items.slice(0, MAX_LINES).map(line);
  return items.length > MAX_LINES ? [...lines, `    … and ${items.length - MAX_LINES} more`] : lines;
}

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** `pass → fail`; `not there` where there was no such check. */
export const transition = ({ before, after, known }: Change): string =>
  `${before ?? 'not there'} → ${after ?? 'not there'}${known ? ' (known)' : ''}`;

export const placeOf = (one: { transport: string; revision: string; scenario: string }): string =>
  `${neutral(one.transport, { max: 40 })} · ${neutral(one.revision, { max: 20 })} · ${neutral(one.scenario, { max: 120 })}`;

function changeLine(change: Change): string {
  const places = change.cases.slice(0, MAX_PLACES).map(placeOf);
  const more = change.cases.length - places.length;
  const where = `${places.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
  return `${neutral(change.requirement, { max: 120 })}  ${transition(change)}  ${where}`;
}
