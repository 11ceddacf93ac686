import type { Comparison } from '../result/compare.js';
import { changesOf, notRunLine, talliesOf, type Place, type ToldChange } from '../text/changes.js';
import { linesOf } from '../text/lines-of.js';
import { code, type Section } from './text.js';

const MAX_LINES = 25;
const MAX_PLACES = 3;

/** Words of what somebody has to look at. */
const LOUD: readonly string[] = ['broken', 'differs now', 'the same now', 'new'];

/** What changed since an earlier result, as sections of a Markdown report. */
export function comparisonSections(comparison: Comparison): Section[] {
  const { against, notes } = comparison;
  const name = code(`${against.name}${against.version === undefined ? '' : ` ${against.version}`}`, {
    max: 100,
  });
  const notRun = notRunLine(comparison);
  const tally = [
    ...talliesOf(comparison).map(({ sign, word, count }) => `${sign} ${word} **${count}**`.trimStart()),
    ...(notRun === undefined ? [] : [notRun]),
  ].join(' · ');
  const lines = [
    ...notes.map((note) => `- ⚠ ${code(note)}`),
    ...changesOf(comparison).flatMap((changes) =>
      linesOf(changes, MAX_LINES, changeLine, (count) => `- … and ${count} more`),
    ),
  ];
  return [
    {
      heading: `#### Since ${name} of ${code(against.startedAt, { max: 40 })}`,
      items: [tally],
      share: 0.2,
      what: 'comparison',
    },
    { items: lines, between: '\n', share: 0.35, what: 'changes' },
  ];
}

const placeOf = (one: Place): string =>
  code(`${one.transport}/${one.revision}/${one.scenario}`, { max: 200 });

/** `- ✘ **broken** ID pass → fail — PLACE, PLACE`; what took longer is named by its place. */
function changeLine({ sign, word, subject, transition, revision, cases }: ToldChange): string {
  const name = code(subject, { max: 120 });
  const head = `- ${`${sign} ${LOUD.includes(word) ? `**${word}**` : word}`.trimStart()}`;
  if (revision !== undefined) return `${head} ${name} ${code(revision, { max: 20 })}`;
  const places = linesOf(cases, MAX_PLACES, placeOf, (count) => `and ${count} more`).join(', ');
  return word === 'slower' ? `${head} ${places}: ${transition}` : `${head} ${name} ${transition} — ${places}`;
}
