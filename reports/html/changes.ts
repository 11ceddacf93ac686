import type { Comparison } from '../result/compare.js';
import { changesOf, headingOf, notRunLine, talliesOf, type Place, type ToldChange } from '../text/changes.js';
import { neutral } from '../text/neutralise.js';
import { fragmentOf } from './filter.js';
import { h } from './markup.js';
import type { Child } from './markup.js';
import { KINDS } from './rows.js';
import { lead, section } from './section.js';
import { MAX_ROWS, rest, table } from './table.js';

/** Places of one change that are named. */
const MAX_PLACES = 5;

/** What changed since an earlier result, worst first; a place leads to its checks, as they are now. */
export function changesView(comparison: Comparison | undefined): Child {
  if (comparison === undefined) return false;
  const changes = changesOf(comparison).flat();
  const notRun = notRunLine(comparison);
  const tally = [
    ...talliesOf(comparison).map(({ sign, word, count }) => `${sign} ${word} ${count}`.trimStart()),
    ...(notRun === undefined ? [] : [notRun]),
  ];
  return section(
    'changes',
    'Changes',
    lead(`${headingOf(comparison)}: ${tally.join(' · ')}`),
    comparison.notes.map((note) => h('p', { class: 'banner' }, neutral(note, { max: 300 }))),
    changes.length > 0 &&
      table('Changes', ['Change', 'What', 'From', 'Where'], changes.slice(0, MAX_ROWS).map(changeRow)),
    rest(changes.length),
  );
}

function changeRow({ sign, word, subject, transition, revision, cases }: ToldChange): Child[] {
  const name = neutral(subject, { max: 120 });
  const scenario = revision !== undefined || word === 'slower';
  const where =
    revision === undefined
      ? places(cases, word === 'gone' ? undefined : scenario ? '' : subject)
      : neutral(revision, { max: 20 });
  return [`${sign} ${word}`.trimStart(), scenario ? name : h('code', {}, name), transition, where];
}

/** Without a requirement there is nothing to lead to. */
function places(cases: readonly Place[], requirement: string | undefined): Child {
  const more = cases.length - MAX_PLACES;
  return h(
    'ul',
    { class: 'places' },
    cases.slice(0, MAX_PLACES).map((one) => {
      const name = neutral(`${one.transport} ${one.revision} ${one.scenario}`, { max: 160 });
      const { transport, revision, scenario } = one;
      const filter = { verdicts: KINDS, transport, revision, scenario, requirement: requirement ?? '' };
      return h('li', {}, requirement === undefined ? name : h('a', { href: fragmentOf(filter) }, name));
    }),
    more > 0 && h('li', {}, `and ${more} more`),
  );
}
