/** Sections of the HTML report beside the list: not tested, known failures, not verified, run facts. */
import { describeDeadEntries, describeExpiring } from '../result/baseline.js';
import { listKnown, listUnreached, listUnverified } from '../result/findings.js';
import type { Result } from '../result/result.js';
import { notRunOf, plannedCases } from '../result/survey.js';
import { formatShellLine } from '../text/shell.js';
import { neutralise } from '../text/neutralise.js';
import { describeContainers, splitReason } from '../text/phrases.js';
import { formatFragment } from './filter.js';
import { h, renderProse } from './markup.js';
import type { Child, Element } from './markup.js';
import { renderLead, renderSection } from './section.js';
import { MAX_ROWS, renderRest, renderTable } from './table.js';

/** Transports on which there was nothing to talk to, with all that is known of why. */
export const renderUnreached = (result: Result): Child =>
  listUnreached(result).map(([name, { reason = '', again }]) =>
    h(
      'div',
      { class: 'banner bad' },
      h('h2', {}, `${neutralise(name, { max: 40 })} could not be tested`),
      h(
        'pre',
        {},
        splitReason(reason).flatMap((line) => [line, h('br')]),
      ),
      again[0] === '--' &&
        h('p', {}, 'By hand: ', h('code', {}, neutralise(formatShellLine(again.slice(1)), { max: 1_000 }))),
    ),
  );

/** Entries of the baseline that excuse nothing, each of which fails the run, and those that soon will not. */
export const renderDead = (result: Result): Child[] => [
  renderEntries(describeDeadEntries(result), 'bad', 'Baseline: entries that excuse nothing'),
  renderEntries(describeExpiring(result), '', 'Baseline: entries that expire soon, and then fail the run'),
];

function renderEntries(lines: readonly string[], look: string, heading: string): Child {
  if (lines.length === 0) return false;
  return h(
    'div',
    { class: `banner ${look}`.trim() },
    h('h2', {}, heading),
    h(
      'ul',
      {},
      lines.slice(0, MAX_ROWS).map((line) => h('li', {}, line)),
    ),
    renderRest(lines.length),
  );
}

/** Failures that a baseline excuses: they do not count, and they are not hidden. */
export function renderKnown(result: Result): Child {
  const entries = listKnown(result);
  if (entries.length === 0) return false;
  return renderSection(
    'known',
    'Known failures',
    renderLead('Seen to fail, and excused by the baseline. The figures do not count them.'),
    renderTable(
      'Known failures',
      ['Cases', 'Requirement', 'Why it is excused'],
      entries
        .slice(0, MAX_ROWS)
        .map(({ requirement, waivedBy, cases }) => [
          h(
            'a',
            { href: formatFragment({ verdicts: ['known'], requirement }) },
            cases,
            h('span', { class: 'unseen' }, ` cases of ${neutralise(requirement, { max: 120 })}`),
          ),
          h('code', {}, neutralise(requirement, { max: 120 })),
          neutralise(waivedBy, { max: 300 }),
        ]),
    ),
    renderRest(entries.length),
  );
}

/** Revisions that were asked for and have no figures, each with the reason. */
export function notRunView(result: Result): Child {
  const rows = notRunOf(result);
  if (rows.length === 0) return false;
  return h(
    'section',
    { id: 'not-run', tabindex: -1, 'aria-labelledby': 'not-run-title' },
    h('h2', { id: 'not-run-title' }, 'Not run'),
    h(
      'p',
      { class: 'lead' },
      'What the target said to each revision that it was asked for and is not run at.',
    ),
    renderTable(
      'Revisions that were not run',
      ['Transport', 'Revision', 'Reason'],
      rows
        .slice(0, MAX_ROWS)
        .map(({ transport, revision, reason, named }) => [
          neutralise(transport, { max: 40 }),
          [neutralise(revision, { max: 20 }), named && ' (asked for by name)'],
          renderProse(neutralise(reason, { max: 300 })),
        ]),
    ),
    renderRest(rows.length),
  );
}

/** What could not be seen, by what the target would have to offer. */
export function renderUnverified(result: Result): Child {
  const reasons = listUnverified(result);
  if (reasons.length === 0) return false;
  return renderSection(
    'unverified',
    'Not verified',
    renderLead('It applies, but nothing could be seen. By what is missing, that which hides most first.'),
    renderTable(
      'Not verified, by reason',
      ['Cases', 'What is missing', 'Transports'],
      reasons.slice(0, MAX_ROWS).map(({ reason, cases, transports }) => [
        h(
          'a',
          { href: formatFragment({ verdicts: ['not-verified'], text: reason.slice(0, 200) }) },
          cases,
          h('span', { class: 'unseen' }, cases === 1 ? ' case' : ' cases'),
        ),
        renderProse(reason),
        h(
          'span',
          { class: 'together' },
          transports.map((name) => [h('span', { class: 'place' }, neutralise(name, { max: 40 })), ' ']),
        ),
      ]),
    ),
    renderRest(reasons.length),
  );
}

/** How it was run, so that it can be run again and compared. */
export function renderFacts(result: Result): Element {
  const { run, tool } = result;
  const rows: [string, Child][] = [
    ['Started', neutralise(run.startedAt, { max: 40 })],
    ['Took', `${(run.durationMs / 1000).toFixed(1)} s`],
    ['Cases', plannedCases(result).length],
    ['Exit code', run.exitCode],
    ['Seed', run.seed],
    ...(run.stoppedBy === null
      ? []
      : [['Stopped by', neutralise(run.stoppedBy, { max: 80 })] as [string, Child]]),
    ['Loosened', run.loosened.length === 0 ? 'nothing' : neutralise(run.loosened.join(', '), { max: 400 })],
    ...optional('Containers', describeContainers(result)),
    ['Tool', `${tool.name} ${neutralise(tool.version, { max: 40 })}`],
    ['Server', h('code', {}, neutralise(JSON.stringify(result.target.serverInfo) ?? 'null', { max: 400 }))],
    ...images(result),
    ['Plan', h('code', {}, neutralise(run.planHash, { max: 64 }))],
    ['Catalogue', h('code', {}, neutralise(run.catalogueHash, { max: 64 }))],
    ...Object.entries(run.sets).map(([revision, hash]): [string, Child] => [
      `Set ${neutralise(revision, { max: 20 })}`,
      h('code', {}, neutralise(hash, { max: 64 })),
    ]),
    ['Options', h('code', {}, neutralise(JSON.stringify(run.options), { max: 1_000 }))],
  ];
  return renderSection(
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
      : [[`Image of ${neutralise(name, { max: 40 })}`, h('code', {}, neutralise(image, { max: 80 }))]],
  );
