/** The first page of the site: the matrix of servers and transports, with what filters it. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { h, toHtml, type Element } from '../html/markup.js';
import { OUTCOMES, outcomeOf, renderSiteRow, type SiteRow } from './row.js';

/** Both are made by the build from the files of `page/`. */
const asset = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');

const TITLE = 'MCP transport conformance';

/** Transports in the order of how many servers speak them. */
function listTransports(rows: readonly SiteRow[]): string[] {
  const counts = new Map<string, number>();
  for (const { now } of rows) {
    for (const name of new Set(now.cells.map(({ transport }) => transport)))
      counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([name]) => name);
}

/** One page that loads nothing: badges lie in it, and its script and style are allowed by their hashes. */
export function renderIndex(rows: readonly SiteRow[], now: string): string {
  const [script, style] = [asset('./site.js'), asset('./site.css')];
  const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  const policy = [
    "default-src 'none'",
    `script-src ${hash(script)}`,
    `style-src ${hash(style)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const head = h(
    'head',
    {},
    h('meta', { charset: 'utf-8' }),
    h('meta', { 'http-equiv': 'Content-Security-Policy', content: policy }),
    h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    h('meta', { name: 'color-scheme', content: 'light dark' }),
    h('meta', { name: 'referrer', content: 'no-referrer' }),
    h('title', {}, `${TITLE}: ${summaryOf(rows)}`),
  );
  return [
    '<!doctype html>',
    '<html lang="en">',
    toHtml(head).replace('</head>', () => `<style>${style}</style></head>`),
    toHtml(body(rows, now)).replace(/<\/body>$/, () => `<script>${script}</script></body>`),
    '</html>\n',
  ].join('\n');
}

const summaryOf = (rows: readonly SiteRow[]): string =>
  `${rows.filter(({ now }) => now.exitCode === 0).length} of ${rows.length} servers conform`;

function body(rows: readonly SiteRow[], now: string): Element {
  const transports = listTransports(rows);
  return h(
    'body',
    {},
    h('a', { class: 'skip', href: '#servers' }, 'Skip to the servers'),
    h(
      'header',
      {},
      h('p', { class: 'eyebrow' }, TITLE),
      h('h1', {}, summaryOf(rows)),
      h(
        'p',
        { class: 'outcome dim' },
        h('span', {}, 'Made ', h('time', { datetime: now }, now.slice(0, 10))),
      ),
    ),
    h(
      'main',
      {},
      filterForm(rows, transports),
      h('p', { class: 'matches', role: 'status', id: 'matches' }),
      h(
        'table',
        { class: 'matrix', id: 'servers' },
        h('caption', { class: 'unseen' }, 'Servers by transport, the worst first'),
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            ['Server', ...transports, 'Changes', 'Tested'].map((name) => h('th', { scope: 'col' }, name)),
          ),
        ),
        h(
          'tbody',
          {},
          rows.map((row) => renderSiteRow(row, transports)),
        ),
      ),
    ),
    h(
      'footer',
      {},
      h(
        'p',
        {},
        'A figure is a number of requirements: ✔ passed, ✘ failed, ! warned, ? not verified. What is grey is stale. Not part of the Model Context Protocol project.',
      ),
    ),
  );
}

/** What the script makes work; without one, all servers are shown and this is not. */
function filterForm(rows: readonly SiteRow[], transports: readonly string[]): Element {
  const keys = new Set(rows.map(({ now }) => outcomeOf(now).key));
  const option = (value: string, text: string): Element => h('option', { value }, text);
  return h(
    'form',
    { class: 'filter', id: 'filter', role: 'search', 'aria-label': 'Filter the servers', hidden: true },
    h(
      'div',
      { class: 'choices' },
      h(
        'label',
        { class: 'text' },
        h('span', {}, 'Text'),
        h('input', {
          type: 'search',
          name: 'text',
          placeholder: 'server or requirement',
          autocomplete: 'off',
        }),
      ),
      h(
        'label',
        {},
        h('span', {}, 'Outcome'),
        h(
          'select',
          { name: 'outcome' },
          option('', 'any'),
          Object.values(OUTCOMES)
            .filter(({ key }) => keys.has(key))
            .map(({ key, word }) => option(key, word)),
        ),
      ),
      h(
        'label',
        {},
        h('span', {}, 'Transport'),
        h(
          'select',
          { name: 'transport' },
          option('', 'any'),
          transports.map((name) => option(name, name)),
        ),
      ),
    ),
  );
}
