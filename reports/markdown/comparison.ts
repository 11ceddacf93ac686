/** The part of the Markdown report that says what changed since an earlier result. */
import type { Comparison } from '../result/compare.js';
import { listChanges, formatNotRun, countChanges, type CasePlace, type ToldChange } from '../text/changes.js';
import { formatLines } from '../text/lines-of.js';
import { formatCode, type Section } from './text.js';

/** Of each kind: who wants more, opens the report. */
const MAX_LINES = 10;
const MAX_PLACES = 3;

/** Words of what somebody has to look at. */
const LOUD: readonly string[] = ['broken', 'differs now', 'the same now', 'new'];

/** An invisible first line, by which a program finds the comment of last time. Nothing in it can end the comment early. */
export const formatMarker = (name: string): string =>
  `<!-- mcptc ${name.replaceAll(/[^A-Za-z0-9.]+/g, '-').slice(0, 60)} -->`;

/** What changed since an earlier result, as sections of a Markdown report. */
export function makeComparisonSections(comparison: Comparison): Section[] {
  const { against, notes } = comparison;
  const name = formatCode(`${against.name}${against.version === undefined ? '' : ` ${against.version}`}`, {
    max: 100,
  });
  const notRun = formatNotRun(comparison);
  const tally = [
    ...countChanges(comparison).map(({ sign, word, count }) => `${sign} ${word} **${count}**`.trimStart()),
    ...(notRun === undefined ? [] : [notRun]),
  ].join(' · ');
  const lines = [
    ...notes.map((note) => `- ⚠ ${formatCode(note)}`),
    ...comparison.lost.map(
      (transport) =>
        `- ✘ **lost** ${formatCode(transport, { max: 60 })}: it was tested, and could not be now`,
    ),
    ...listChanges(comparison).flatMap((changes) =>
      formatLines(changes, MAX_LINES, changeLine, (count) => `- … and ${count} more`),
    ),
  ];
  return [
    {
      heading: `#### Since ${name} of ${formatCode(against.startedAt, { max: 40 })}`,
      items: [tally],
      share: 0.2,
      what: 'comparison',
    },
    { items: lines, between: '\n', share: 0.35, what: 'changes' },
  ];
}

const placeOf = (one: CasePlace): string =>
  formatCode(`${one.transport}/${one.revision}/${one.scenario}`, { max: 200 });

/** `- ✘ **broken** ID pass → fail — PLACE, PLACE`; what took longer is named by its place. */
function changeLine({ sign, word, subject, transition, revision, cases }: ToldChange): string {
  const name = formatCode(subject, { max: 120 });
  const head = `- ${`${sign} ${LOUD.includes(word) ? `**${word}**` : word}`.trimStart()}`;
  if (revision !== undefined) return `${head} ${name} ${formatCode(revision, { max: 120 })}`;
  const places = formatLines(cases, MAX_PLACES, placeOf, (count) => `and ${count} more`).join(', ');
  return word === 'slower' ? `${head} ${places}: ${transition}` : `${head} ${name} ${transition} — ${places}`;
}
