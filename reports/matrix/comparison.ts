import type { Comparison } from '../result/compare.js';
import { changesOf, headingOf, notRunLine, talliesOf, type Place, type ToldChange } from '../text/changes.js';
import { linesOf } from '../text/lines-of.js';
import { neutral } from '../text/neutralise.js';
import { padToWidth } from '../text/width.js';
import type { Colors } from './details.js';

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
};

/** What changed, for a terminal: the counts, then each change in a line, worst first. */
export function comparisonBlock(comparison: Comparison, colors: Colors): string {
  const notRun = notRunLine(comparison);
  const lines = [
    headingOf(comparison),
    tally(comparison, colors),
    ...(notRun === undefined ? [] : [colors.dim(`  ${notRun}`)]),
    ...comparison.notes.map((note) => colors.yellow(`  note: ${neutral(note, { max: 300 })}`)),
    ...changesOf(comparison).flatMap((changes) =>
      linesOf(
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
  `  ${talliesOf(comparison)
    .map(({ sign, word, count }) => {
      const text = `${sign || SLOWER} ${word} ${count}`;
      return count === 0 ? colors.dim(text) : colors[COLORS[word] ?? 'cyan'](text);
    })
    .join('   ')}`;

const placeOf = (one: Place): string =>
  `${neutral(one.transport, { max: 40 })} · ${neutral(one.revision, { max: 20 })} · ${neutral(one.scenario, { max: 120 })}`;

/** `✘ broken  ID  pass → fail  PLACE; PLACE`; what took longer is named by its place. */
function changeLine({ sign, word, subject, transition, revision, cases }: ToldChange): string {
  const name = neutral(subject, { max: 120 });
  const head = `${sign || SLOWER} ${padToWidth(word, 6)}  `;
  if (revision !== undefined) return `${head}${neutral(revision, { max: 20 })} · ${name}`;
  const places = linesOf(cases, MAX_PLACES, placeOf, (count) => `and ${count} more`).join('; ');
  return head + (word === 'slower' ? [places, transition] : [name, transition, places]).join('  ');
}
