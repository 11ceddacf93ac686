/** Draws one check of the HTML report: its row in the list, and the details with transcript. */
import { formatReproduceLine } from '../text/reproduce.js';
import { hasOnlyPasses, findScenarioTitle } from '../result/findings.js';
import { getTranscriptPath } from '../result/paths.js';
import type { Result } from '../result/result.js';
import { neutralise } from '../text/neutralise.js';
import { formatFragment } from './filter.js';
import { makeBlock, h, renderProse, renderUnseen } from './markup.js';
import type { Child, Element } from './markup.js';
import { KINDS, SIGNS } from './rows.js';
import type { Row } from './rows.js';
import { renderTranscript, type ViewOptions } from './transcript.js';

/** Characters that a row shows of what was expected and received; what is opened shows more. */
const GLANCE = 160;
const STATEMENT = 4_096;

/**
 * What stands in the list: the sentence, where it was seen, and what came instead. Under a row of the same requirement
 * the sentence is not repeated for the eye.
 */
export function renderRow({ kind, case: one, check, id, requirement }: Row, before?: Row): Element {
  const again = before !== undefined && id !== '' && before.id === id && before.kind === kind;
  const { sign, word } = SIGNS[kind];
  return h(
    'summary',
    {},
    h('span', { class: `sign ${kind}` }, h('span', { 'aria-hidden': 'true' }, sign), renderUnseen(word)),
    h(
      'span',
      { class: 'what' },
      h(
        'span',
        { class: again ? 'sentence unseen' : 'sentence' },
        renderProse(sentenceOf({ kind, case: one, id, requirement })),
      ),
      ' ',
      h(
        'span',
        { class: 'where' },
        id === '' ? false : h('code', {}, neutralise(id, { max: 120 })),
        ' ',
        h('span', { class: 'place' }, neutralise(one.transport, { max: 40 })),
        ' ',
        h('span', { class: 'place' }, neutralise(one.revision, { max: 20 })),
        ' ',
        h('span', { class: 'scenario' }, neutralise(one.scenario, { max: 120 })),
      ),
      ' ',
      glance(kind, check),
    ),
    ' ',
    requirement === undefined || again
      ? false
      : h(
          'span',
          {
            class: `level ${requirement.level}`,
            ...(requirement.basis && { title: `rests on: ${requirement.basis}` }),
          },
          requirement.level,
        ),
  );
}

function sentenceOf({
  kind,
  case: one,
  requirement,
  id,
}: Pick<Row, 'kind' | 'case' | 'requirement' | 'id'>): string {
  if (requirement !== undefined) return requirement.text;
  if (id !== '') return id;
  const reason = one.reason?.split('\n')[0] ?? 'no reason was given';
  return kind === 'error' ? `The harness is at fault here, not the target: ${reason}` : reason;
}

function glance(kind: Row['kind'], check: Row['check']): Child {
  if (check === undefined || kind === 'pass' || kind === 'not-applicable') return false;
  const said = (name: string, text: string | undefined): Child =>
    text !== undefined && [
      h(
        'span',
        { class: 'pair' },
        h('span', { class: 'name' }, name),
        ' ',
        h('span', { class: `said ${name}` }, neutralise(text, { max: GLANCE })),
      ),
      ' ',
    ];
  return h(
    'span',
    { class: 'glance' },
    kind === 'not-verified' && check.received === undefined
      ? said('missing', check.expected)
      : [said('expected', check.expected), said('received', check.received)],
  );
}

/** What is seen when a row is opened: source, statements, the command, the other places, the transcript. */
export function renderDetail(result: Result, row: Row, rows: readonly Row[], options: ViewOptions): Element {
  const { case: one, check, id, requirement, kind } = row;
  const title = findScenarioTitle(result, one.scenario);
  const again = formatReproduceLine(result, one);
  return h(
    'div',
    { class: 'detail' },
    h(
      'dl',
      {},
      requirement !== undefined &&
        fact(
          'Source',
          sourceView(requirement.source),
          h('span', { class: 'dim' }, ` group ${requirement.group}`),
        ),
      fact(
        'Scenario',
        title === undefined ? false : [neutralise(title, { max: 200 }), ' '],
        h('code', { class: 'dim' }, neutralise(one.scenario, { max: 200 })),
        h('span', { class: 'dim' }, ` ${Math.round(one.durationMs)} ms`),
      ),
      !glanced(row, check?.expected) &&
        statement(
          kind === 'not-verified' && check?.received === undefined ? 'Missing' : 'Expected',
          check?.expected,
        ),
      !glanced(row, check?.received) && statement('Received', check?.received),
      fact('Again', renderCommand(again, options)),
      one.reason !== undefined && statement(kind === 'error' ? 'Fault' : 'Note', one.reason),
      one.rerun && fact('Repeated', 'It was run again alone before it was reported.'),
      check !== undefined &&
        check.count > 1 &&
        fact('Checked', `${check.count} times in this case; the worst stands.`),
      check !== undefined && check.waivedBy !== null && statement('Known', check.waivedBy),
      elsewhere(row, rows),
      (kind === 'fail' || kind === 'warn' || kind === 'new') &&
        requirement?.remedy !== undefined &&
        fact('To mend it', neutralise(requirement.remedy, { max: 300 })),
      id !== '' &&
        fact('Explained by', renderCommand(`mcptc explain ${neutralise(id, { max: 120 })}`, options)),
      fact('Link', h('a', { href: linkTo(row) }, 'this one alone')),
    ),
    renderTranscript(one, new Set(check?.seen ?? []), options),
    !hasOnlyPasses(one) &&
      one.transcript.some(({ truncated }) => truncated > 0) &&
      h(
        'p',
        { class: 'dim below' },
        'Where it was kept, the whole of it is beside the result: ',
        h('code', {}, `transcripts/${getTranscriptPath(one)}`),
      ),
  );
}

const fact = (name: string, ...children: Child[]): Element =>
  h('div', {}, h('dt', {}, name), h('dd', {}, ...children));

/** What the row itself shows whole is not said twice. */
const glanced = ({ kind, check }: Row, text: string | undefined): boolean =>
  glance(kind, check) !== false && text !== undefined && text.length <= GLANCE && !text.includes('\n');

const statement = (name: string, text: string | undefined): Child =>
  text !== undefined && fact(name, h('pre', { class: name.toLowerCase() }, makeBlock(text, STATEMENT)));

function sourceView(source: string): Element {
  const link = h('a', { href: source, rel: 'noreferrer noopener' }, neutralise(source, { max: 300 }));
  return link.attributes['href'] === undefined ? h('code', {}, neutralise(source, { max: 300 })) : link;
}

export const renderCommand = (line: string, { live }: ViewOptions): Element =>
  h(
    'span',
    { class: 'command' },
    h('code', {}, line),
    live && h('button', { type: 'button', class: 'copy' }, 'Copy', renderUnseen(' the command')),
  );

/** The fragment that shows one row and nothing else. */
const linkTo = ({ kind, case: one, id }: Row): string =>
  formatFragment({
    verdicts: [kind],
    transport: one.transport,
    revision: one.revision,
    scenario: one.scenario,
    requirement: id,
  });

/** Places that one row names. */
const MAX_PLACES = 24;

/** Where else the same requirement came out the same, so that one cause is not looked for many times. */
function elsewhere(row: Row, rows: readonly Row[]): Child {
  if (row.id === '' || KINDS.indexOf(row.kind) >= KINDS.indexOf('not-verified')) return false;
  const others = rows.filter(
    ({ id, kind, case: one }) => id === row.id && kind === row.kind && one !== row.case,
  );
  if (others.length === 0) return false;
  return fact(
    'Also',
    h(
      'ul',
      { class: 'places' },
      others
        .slice(0, MAX_PLACES)
        .map((other) =>
          h(
            'li',
            {},
            h('a', { href: linkTo(other) }, placeOf(other, other.case.scenario !== row.case.scenario)),
          ),
        ),
      others.length > MAX_PLACES && h('li', {}, `and ${others.length - MAX_PLACES} more`),
    ),
  );
}

const placeOf = ({ case: one }: Row, scenario: boolean): string =>
  neutralise([one.transport, one.revision, ...(scenario ? [one.scenario] : [])].join(' '), { max: 120 });
