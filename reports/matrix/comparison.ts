/** The part of the terminal report that says what changed since an earlier result. */
import type { Comparison } from '../result/compare.js';
import {
  listChanges,
  formatHeading,
  formatNotRun,
  countChanges,
  type CasePlace,
  type ToldChange,
} from '../text/changes.js';
import { formatLines } from '../text/lines-of.js';
import { neutralise } from '../text/neutralise.js';
import { padToWidth } from '../text/width.js';
import type { Colors } from './colors.js';

/** More lines of one kind than this are not read on a terminal. */
const MAX_LINES = 15;
/** Places of one change that are named. */
const MAX_PLACES = 3;

const SLOWER = '⧖';

const COLORS: Readonly<Record<string, 'red' | 'green' | 'cyan' | 'yellow'>> = {
  broken: 'red',
  'differs now': 'red',
  'the same now': 'green',
  fixed: 'green',
  gone: 'cyan',
  slower: 'yellow',
  added: 'cyan',
  removed: 'yellow',
  changed: 'yellow',
};

/** What changed, for a terminal: the counts, then each change in a line, worst first. */
export function renderComparison(comparison: Comparison, colors: Colors): string {
  const notRun = formatNotRun(comparison);
  const lines = [
    formatHeading(comparison),
    tally(comparison, colors),
    ...(notRun === undefined ? [] : [colors.dim(`  ${notRun}`)]),
    ...comparison.notes.map((note) => colors.yellow(`  note: ${neutralise(note, { max: 300 })}`)),
    ...listChanges(comparison).flatMap((changes) =>
      formatLines(
        changes,
        MAX_LINES,
        // What is new was no better before.
        (one) => colors[COLORS[one.word] ?? 'red'](`  ${changeLine(one)}`),
        (count) => `    … and ${count} more`,
      ),
    ),
  ];
  return lines.join('\n');
}

const tally = (comparison: Comparison, colors: Colors): string =>
  `  ${countChanges(comparison)
    .map(({ sign, word, count }) => {
      const text = `${sign || SLOWER} ${word} ${count}`;
      return count === 0 ? colors.dim(text) : colors[COLORS[word] ?? 'cyan'](text);
    })
    .join('   ')}`;

const formatPlace = (one: CasePlace): string =>
  `${neutralise(one.transport, { max: 40 })} · ${neutralise(one.revision, { max: 20 })} · ${neutralise(one.scenario, { max: 120 })}`;

/** `✘ broken  ID  pass → fail  PLACE; PLACE`; what took longer is named by its place. */
function changeLine({ sign, word, subject, transition, revision, cases }: ToldChange): string {
  const name = neutralise(subject, { max: 120 });
  const head = `${sign || SLOWER} ${padToWidth(word, 6)}  `;
  if (revision !== undefined) return `${head}${neutralise(revision, { max: 80 })} · ${name}`;
  const places = formatLines(cases, MAX_PLACES, formatPlace, (count) => `and ${count} more`).join('; ');
  return head + (word === 'slower' ? [places, transition] : [name, transition, places]).join('  ');
}
