import type { Comparison } from '../result/compare.js';
import {
  listChanges,
  formatHeading,
  formatNotRun,
  countChanges,
  type CasePlace,
  type ToldChange,
} from '../text/changes.js';
import { neutralise } from '../text/neutralise.js';
import { formatFragment } from './filter.js';
import { h } from './markup.js';
import type { Child } from './markup.js';
import { KINDS } from './rows.js';
import { renderLead, renderSection } from './section.js';
import { MAX_ROWS, renderRest, renderTable } from './table.js';

/** Places of one change that are named. */
const MAX_PLACES = 5;

/** What changed since an earlier result, worst first; a place leads to its checks, as they are now. */
export function renderChanges(comparison: Comparison | undefined): Child {
  if (comparison === undefined) return false;
  const changes = listChanges(comparison).flat();
  const notRun = formatNotRun(comparison);
  const tally = [
    ...countChanges(comparison).map(({ sign, word, count }) => `${sign} ${word} ${count}`.trimStart()),
    ...(notRun === undefined ? [] : [notRun]),
  ];
  return renderSection(
    'changes',
    'Changes',
    renderLead(`${formatHeading(comparison)}: ${tally.join(' · ')}`),
    comparison.notes.map((note) => h('p', { class: 'banner' }, neutralise(note, { max: 300 }))),
    changes.length > 0 &&
      renderTable('Changes', ['Change', 'What', 'From', 'Where'], changes.slice(0, MAX_ROWS).map(changeRow)),
    renderRest(changes.length),
  );
}

function changeRow({ sign, word, subject, transition, revision, cases }: ToldChange): Child[] {
  const name = neutralise(subject, { max: 120 });
  const scenario = revision !== undefined || word === 'slower';
  const where =
    revision === undefined
      ? places(cases, word === 'gone' ? undefined : scenario ? '' : subject)
      : neutralise(revision, { max: 20 });
  return [`${sign} ${word}`.trimStart(), scenario ? name : h('code', {}, name), transition, where];
}

/** Without a requirement there is nothing to lead to. */
function places(cases: readonly CasePlace[], requirement: string | undefined): Child {
  const more = cases.length - MAX_PLACES;
  return h(
    'ul',
    { class: 'places' },
    cases.slice(0, MAX_PLACES).map((one) => {
      const name = neutralise(`${one.transport} ${one.revision} ${one.scenario}`, { max: 160 });
      const { transport, revision, scenario } = one;
      const filter = { verdicts: KINDS, transport, revision, scenario, requirement: requirement ?? '' };
      return h('li', {}, requirement === undefined ? name : h('a', { href: formatFragment(filter) }, name));
    }),
    more > 0 && h('li', {}, `and ${more} more`),
  );
}
