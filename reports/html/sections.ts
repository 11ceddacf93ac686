import { deadLines } from '../result/baseline.js';
import { knownOf, unreachedOf, unverifiedOf } from '../result/findings.js';
import type { Result } from '../result/result.js';
import { shellLine } from '../text/shell.js';
import { neutral } from '../text/neutralise.js';
import { containersOf, reasonLines } from '../text/phrases.js';
import { fragmentOf } from './filter.js';
import { h, prose } from './markup.js';
import type { Child, Element } from './markup.js';
import { lead, section } from './section.js';
import { MAX_ROWS, rest, table } from './table.js';

/** Transports on which there was nothing to talk to, with all that is known of why. */
export const unreachedView = (result: Result): Child =>
  unreachedOf(result).map(([name, { reason = '', again }]) =>
    h(
      'div',
      { class: 'banner bad' },
      h('h2', {}, `${neutral(name, { max: 40 })} could not be tested`),
      h(
        'pre',
        {},
        reasonLines(reason).flatMap((line) => [line, h('br')]),
      ),
      again[0] === '--' &&
        h('p', {}, 'By hand: ', h('code', {}, neutral(shellLine(again.slice(1)), { max: 1_000 }))),
    ),
  );

/** Entries of the baseline that excuse nothing: each fails the run until it is deleted. */
export function deadView(result: Result): Child {
  const dead = deadLines(result);
  if (dead.length === 0) return false;
  return h(
    'div',
    { class: 'banner bad' },
    h('h2', {}, 'Baseline: entries that excuse nothing'),
    h(
      'ul',
      {},
      dead.slice(0, MAX_ROWS).map((line) => h('li', {}, line)),
    ),
    rest(dead.length),
  );
}

/** Failures that a baseline excuses: they do not count, and they are not hidden. */
export function knownView(result: Result): Child {
  const entries = knownOf(result);
  if (entries.length === 0) return false;
  return section(
    'known',
    'Known failures',
    lead('Seen to fail, and excused by the baseline. The figures do not count them.'),
    table(
      'Known failures',
      ['Cases', 'Requirement', 'Why it is excused'],
      entries
        .slice(0, MAX_ROWS)
        .map(({ requirement, waivedBy, cases }) => [
          h(
            'a',
            { href: fragmentOf({ verdicts: ['known'], requirement }) },
            cases,
            h('span', { class: 'unseen' }, ` cases of ${neutral(requirement, { max: 120 })}`),
          ),
          h('code', {}, neutral(requirement, { max: 120 })),
          neutral(waivedBy, { max: 300 }),
        ]),
    ),
    rest(entries.length),
  );
}

/** What could not be seen, by what the target would have to offer. */
export function unverifiedView(result: Result): Child {
  const reasons = unverifiedOf(result);
  if (reasons.length === 0) return false;
  return section(
    'unverified',
    'Not verified',
    lead('It applies, but nothing could be seen. By what is missing, that which hides most first.'),
    table(
      'Not verified, by reason',
      ['Cases', 'What is missing', 'Transports'],
      reasons.slice(0, MAX_ROWS).map(({ reason, cases, transports }) => [
        h(
          'a',
          { href: fragmentOf({ verdicts: ['not-verified'], text: reason.slice(0, 200) }) },
          cases,
          h('span', { class: 'unseen' }, cases === 1 ? ' case' : ' cases'),
        ),
        prose(reason),
        h(
          'span',
          { class: 'together' },
          transports.map((name) => [h('span', { class: 'place' }, neutral(name, { max: 40 })), ' ']),
        ),
      ]),
    ),
    rest(reasons.length),
  );
}

/** How it was run, so that it can be run again and compared. */
export function factsView(result: Result): Element {
  const { run, tool } = result;
  const rows: [string, Child][] = [
    ['Started', neutral(run.startedAt, { max: 40 })],
    ['Took', `${(run.durationMs / 1000).toFixed(1)} s`],
    ['Cases', result.cases.length],
    ['Exit code', run.exitCode],
    ['Seed', run.seed],
    ...(run.stoppedBy === null
      ? []
      : [['Stopped by', neutral(run.stoppedBy, { max: 80 })] as [string, Child]]),
    ['Loosened', run.loosened.length === 0 ? 'nothing' : neutral(run.loosened.join(', '), { max: 400 })],
    ...optional('Containers', containersOf(result)),
    ['Tool', `${tool.name} ${neutral(tool.version, { max: 40 })}`],
    ['Server', h('code', {}, neutral(JSON.stringify(result.target.serverInfo) ?? 'null', { max: 400 }))],
    ...images(result),
    ['Plan', h('code', {}, neutral(run.planHash, { max: 64 }))],
    ['Catalogue', h('code', {}, neutral(run.catalogueHash, { max: 64 }))],
    ...Object.entries(run.sets).map(([revision, hash]): [string, Child] => [
      `Set ${neutral(revision, { max: 20 })}`,
      h('code', {}, neutral(hash, { max: 64 })),
    ]),
    ['Options', h('code', {}, neutral(JSON.stringify(run.options), { max: 1_000 }))],
  ];
  return section(
    'run',
    'The run',
    h(
      'dl',
      { class: 'facts' },
      rows.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))),
    ),
  );
}

const optional = (name: string, value: string | undefined): [string, Child][] =>
  value === undefined ? [] : [[name, value]];

const images = (result: Result): [string, Child][] =>
  Object.entries(result.target.transports).flatMap(([name, { image }]) =>
    image === undefined
      ? []
      : [[`Image of ${neutral(name, { max: 40 })}`, h('code', {}, neutral(image, { max: 80 }))]],
  );
