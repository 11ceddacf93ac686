import type { Change, Comparison } from '../result/compare.js';
import { countChecks, formatNotRun, formatSeconds, formatTransition } from '../matrix/comparison.js';
import { formatCode, type Section } from './text.js';

const MAX_LINES = 25;
const MAX_PLACES = 3;

/** What changed since an earlier result, as sections of a Markdown report. */
export function makeComparisonSections(comparison: Comparison): Section[] {
  const { against, notes, broken, fixed, gone, slower, parity } = comparison;
  const added = comparison.new;
  const name = formatCode(`${against.name}${against.version === undefined ? '' : ` ${against.version}`}`, {
    max: 100,
  });
  const tally = [
    `✘ broken **${countChecks(broken)}**`,
    `✔ fixed **${countChecks(fixed)}**`,
    `+ new **${countChecks(added)}**`,
    `− gone **${countChecks(gone)}**`,
    `slower **${slower.length}**`,
    ...(comparison.notRun === 0 ? [] : [formatNotRun(comparison)]),
  ].join(' · ');
  const lines = [
    ...notes.map((note) => `- ⚠ ${formatCode(note)}`),
    ...some(broken, (one) => `- ✘ **broken** ${line(one)}`),
    ...some(parity, ({ change, scenario, revision }) => {
      const what = change === 'broken' ? '≠ **differs now**' : '= **the same now**';
      return `- ${what} ${formatCode(scenario, { max: 120 })} ${formatCode(revision, { max: 20 })}`;
    }),
    // What is new and passes is counted, not listed.
    ...some(
      added.filter(({ after }) => after !== 'pass'),
      (one) => `- + **new** ${line(one)}`,
    ),
    ...some(fixed, (one) => `- ✔ fixed ${line(one)}`),
    ...some(gone, (one) => `- − gone ${line(one)}`),
    ...some(
      slower,
      ({ beforeMs, afterMs, ...one }) =>
        `- slower ${place(one)}: ${formatSeconds(beforeMs)} → ${formatSeconds(afterMs)}`,
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

function some<T>(items: readonly T[], one: (item: T) => string): string[] {
  const lines = items.slice(0, MAX_LINES).map(one);
  return items.length > MAX_LINES ? [...lines, `- … and ${items.length - MAX_LINES} more`] : lines;
}

const place = (one: { transport: string; revision: string; scenario: string }): string =>
  formatCode(`${one.transport}/${one.revision}/${one.scenario}`, { max: 200 });

function line(change: Change): string {
  const places = change.cases.slice(0, MAX_PLACES).map(place);
  const more = change.cases.length - places.length;
  const where = `${places.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  return `${formatCode(change.requirement, { max: 120 })} ${formatTransition(change)} — ${where}`;
}
