/** Builds the whole HTML report as one file, with script, style and result inside. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Comparison } from '../result/compare.js';
import { isTooLarge, trimResult } from '../result/trim.js';
import { formatRunFacts } from '../text/run-line.js';
import type { Result } from '../result/result.js';
import { neutralise } from '../text/neutralise.js';
import { describeRunOutcome, describeTarget } from '../text/phrases.js';
import { renderChanges } from './changes.js';
import { DEFAULT, filterRows } from './filter.js';
import { renderDetail, renderRow } from './finding.js';
import { h, toHtml } from './markup.js';
import type { Child, Element } from './markup.js';
import { renderLegend, renderMatrix } from './matrix.js';
import { renderParity } from './parity.js';
import { listRows } from './rows.js';
import { renderSection } from './section.js';
import {
  renderDead,
  renderFacts,
  renderKnown,
  renderUnreached,
  renderUnverified,
  notRunView,
} from './sections.js';

/** Both are made by the build from the files of `page/`. */
const asset = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');

/** Findings that are drawn where no script runs. */
const MAX_STATIC = 50;

/**
 * The whole page: one file that loads nothing. What stands outside the list needs no script; the list is drawn by the
 * script from the result, which lies in the page as JSON.
 */
export function renderDocument(given: Result, comparison?: Comparison): string {
  // A file can be larger than what a run leaves behind; a page cannot.
  const result = isTooLarge(given) ? trimResult(given) : given;
  const [script, style] = [asset('./page.js'), asset('./page.css')];
  const head = h(
    'head',
    {},
    h('meta', { charset: 'utf-8' }),
    h('meta', { 'http-equiv': 'Content-Security-Policy', content: policy(script, style) }),
    h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    h('meta', { name: 'color-scheme', content: 'light dark' }),
    h('meta', { name: 'referrer', content: 'no-referrer' }),
    h('title', {}, `${describeTarget(result)}: ${describeRunOutcome(result)}`),
  );
  return [
    '<!doctype html>',
    '<html lang="en">',
    toHtml(head).replace('</head>', `<style>${style}</style></head>`),
    toHtml(body(result, comparison)).replace(
      /<\/body>$/,
      // A function, because `$` means something in a replacement text.
      () =>
        `<script type="application/json" id="result">${embedResult(result)}</script><script>${script}</script></body>`,
    ),
    '</html>\n',
  ].join('\n');
}

/** Only this style and this script, by their hashes; nothing is loaded, sent or framed. */
function policy(script: string, style: string): string {
  const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return `default-src 'none'; script-src ${hash(script)}; style-src ${hash(style)}; base-uri 'none'; form-action 'none'`;
}

/**
 * JSON that can neither end the element it stands in nor hide anything from who reads the source: `<`, `>`, `&` and all
 * that is not printable ASCII are escapes of JSON.
 */
export function embedResult(result: Result): string {
  // A text of a target is mostly the same few characters, a million times.
  const escapes = new Map<string, string>();
  return JSON.stringify(result).replace(/[<>&]|[^\x20-\x7e]/g, (unit) => {
    let escape = escapes.get(unit);
    if (escape === undefined) {
      escape = `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
      escapes.set(unit, escape);
    }
    return escape;
  });
}

function body(result: Result, comparison?: Comparison): Element {
  const changes = renderChanges(comparison);
  const parity = renderParity(result);
  const unverified = renderUnverified(result);
  const known = renderKnown(result);
  const sections: [string, string, Child][] = [
    ['changes', 'Changes', changes],
    ['findings', 'Findings', findingsView(result)],
    ['not-run', 'Not run', notRunView(result)],
    ['parity', 'Parity', parity],
    ['known', 'Known', known],
    ['unverified', 'Not verified', unverified],
    ['run', 'Run', renderFacts(result)],
  ];
  const drawn = sections.filter(([, , section]) => section !== false);
  return h(
    'body',
    {},
    h('a', { class: 'skip', href: '#findings' }, 'Skip to the findings'),
    header(result),
    h(
      'main',
      {},
      renderUnreached(result),
      renderDead(result),
      result.run.loosened.length > 0 &&
        h(
          'p',
          { class: 'banner' },
          h('b', {}, 'Loosened for this run: '),
          neutralise(result.run.loosened.join(', '), { max: 400 }),
        ),
      h(
        'section',
        { 'aria-labelledby': 'matrix-title' },
        h('h2', { id: 'matrix-title', class: 'unseen' }, 'Matrix'),
        renderMatrix(result),
        renderLegend(result),
      ),
      h(
        'nav',
        { 'aria-label': 'Sections' },
        h(
          'ul',
          {},
          drawn.map(([id, name]) => h('li', {}, h('a', { href: `#${id}` }, name))),
        ),
      ),
      drawn.map(([, , section]) => section),
    ),
    h(
      'footer',
      {},
      h(
        'p',
        {},
        `Made by ${result.tool.name} ${neutralise(result.tool.version, { max: 40 })} from one result, which this page carries. Not part of the Model Context Protocol project.`,
      ),
    ),
  );
}

function header(result: Result): Element {
  const { run } = result;
  const facts = [
    neutralise(run.startedAt, { max: 40 }).replace(/T(\d\d:\d\d).*$/, ' $1 UTC'),
    formatRunFacts(result),
  ];
  return h(
    'header',
    {},
    h('p', { class: 'eyebrow' }, 'MCP transport conformance'),
    h('h1', {}, describeTarget(result)),
    h(
      'p',
      { class: 'outcome' },
      h(
        'strong',
        { class: run.exitCode === 0 ? 'good' : 'bad' },
        h('span', { 'aria-hidden': 'true' }, run.exitCode === 0 ? '✔ ' : '✘ '),
        describeRunOutcome(result),
      ),
      ' ',
      h('span', { class: 'dim' }, facts.join(' · ')),
    ),
  );
}

/** The list that the script draws; without a script, the findings as they are. */
function findingsView(result: Result): Element {
  const rows = listRows(result);
  const found = filterRows(rows, DEFAULT);
  const rest = found.length - MAX_STATIC;
  const list = h(
    'div',
    {},
    found.length === 0 && h('p', {}, 'Nothing failed and nothing warned.'),
    h(
      'ol',
      { class: 'rows' },
      found
        .slice(0, MAX_STATIC)
        .map((row, index) =>
          h(
            'li',
            { class: row.kind },
            h(
              'details',
              {},
              renderRow(row, found[index - 1]),
              renderDetail(result, row, found, { live: false }),
            ),
          ),
        ),
    ),
    rest > 0 && h('p', {}, `… and ${rest} more, which a page without scripts does not show`),
  );
  return renderSection('findings', 'Findings', h('div', { id: 'list' }), h('noscript', {}, list));
}
