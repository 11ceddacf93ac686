/** The row of one server in the matrix of the site: its figures, how to repeat them, and what changed. */
import { h, renderUnseen, type Child, type Element } from '../html/markup.js';
import { formatShellLine } from '../text/shell.js';
import type { SiteCell, SiteEntry } from './entry.js';
import { findChanges, type SiteServer } from './history.js';

/** A server of the site with what stands beside it. */
export interface SiteRow extends SiteServer {
  /** Name of its files, without their ends; absent where there is no report. */
  page?: string;
  /** The badge as an address that holds it. */
  badge?: string;
  stale?: string;
}

export const OUTCOMES: Readonly<Record<number, { sign: string; word: string; key: string }>> = {
  0: { sign: '✔', word: 'conforms', key: 'conforms' },
  1: { sign: '✘', word: 'does not conform', key: 'fails' },
  2: { sign: '?', word: 'nothing was decided', key: 'undecided' },
  3: { sign: '–', word: 'could not be tested', key: 'untested' },
};

export const outcomeOf = ({ exitCode }: SiteEntry) => OUTCOMES[exitCode] ?? OUTCOMES[2]!;

/** A link to a file of the site. Names of files are made here, and no text of a target is one. */
export function linkTo(file: string, ...children: Child[]): Element {
  const link = h('a', {}, ...children);
  return { ...link, attributes: { ...link.attributes, href: file } };
}

const day = (at: string): string => at.slice(0, 10);

/** `false` for a transport that nothing is known of on this server. */
export function renderSiteRow(row: SiteRow, transports: readonly string[]): Element {
  const { now, stale, kept } = row;
  const outcome = outcomeOf(now);
  const spoken = [...new Set(now.cells.map(({ transport }) => transport))];
  return h(
    'tr',
    {
      class: [stale === undefined ? '' : 'stale', kept ? 'kept' : ''].join(' ').trim() || undefined,
      'data-outcome': outcome.key,
      'data-transports': spoken.join(' '),
      'data-text': [now.title, now.name, ...now.failed, now.problem ?? '']
        .join(' ')
        .toLowerCase()
        .slice(0, 20_000),
    },
    h('th', { scope: 'row' }, serverCell(row)),
    now.problem === undefined
      ? transports.map((name) =>
          transportCell(
            name,
            now.cells.filter(({ transport }) => transport === name),
          ),
        )
      : h('td', { colspan: Math.max(1, transports.length), class: 'problem' }, now.problem),
    h('td', { 'data-revision': 'Changes', class: 'changes' }, h('div', {}, changesCell(row))),
    h('td', { 'data-revision': 'Tested', class: 'tested' }, h('div', {}, ageCell(row))),
  );
}

function serverCell(row: SiteRow): Child {
  const { now, page, badge } = row;
  const outcome = outcomeOf(now);
  const name = h('span', { class: 'long' }, now.title);
  return [
    h('span', { class: now.exitCode === 0 ? 'good' : 'bad', 'aria-hidden': 'true' }, `${outcome.sign} `),
    page === undefined ? name : linkTo(`${page}.html`, name),
    renderUnseen(`: ${outcome.word}`),
    badge !== undefined && h('span', { class: 'note' }, withSource(badge, outcome.word)),
    now.commands.length > 0 && reproduceView(row),
  ];
}

/** An image that lies in the page itself. */
function withSource(address: string, alt: string): Element {
  const image = h('img', { alt: `badge: ${alt}`, height: 20 });
  return { ...image, attributes: { ...image.attributes, src: address } };
}

/** All that it takes to see the same: which version, which command, which revisions, and which image. */
function reproduceView({ now, page }: SiteRow): Element {
  const lines = now.commands.map(({ transport, words, image }) => {
    const revisions = now.cells
      .filter((cell) => cell.transport === transport)
      .flatMap(({ revision }) => revision ?? []);
    const command = [
      'npx',
      `mcp-transport-conformance@${now.tool}`,
      'run',
      '--transport',
      transport,
      ...(revisions.length === 0 ? [] : ['--revision', revisions.join(',')]),
      '--seed',
      String(now.seed),
      ...words,
    ];
    return [
      h('dt', {}, transport),
      h('dd', {}, h('code', {}, formatShellLine(command))),
      image !== undefined && h('dd', { class: 'dim' }, 'image ', h('code', {}, image)),
    ];
  });
  return h(
    'details',
    { class: 'again' },
    h('summary', {}, 'Reproduce'),
    h('dl', {}, lines),
    [...new Set(now.commands.map(({ words }) => fileOf(words)))].map(
      (file) =>
        file !== undefined && h('p', { class: 'dim' }, `It needs ${file}, from whoever published this page.`),
    ),
    h(
      'p',
      { class: 'dim' },
      `mcptc ${now.tool} · result sha256 `,
      h('code', {}, now.digest.slice(0, 16)),
      page !== undefined && [' · ', linkTo(`${page}.json`, 'result'), ' · ', linkTo(`${page}.svg`, 'badge')],
    ),
  );
}

/** The file without which these words lead nowhere. What stands behind `--` are the words of the server's own command. */
function fileOf(words: readonly string[]): string | undefined {
  const end = words.indexOf('--');
  const own = end < 0 ? words : words.slice(0, end);
  if (own.includes('--from') || own.includes('--config')) return 'the file that it names';
  // A config that lies in the working folder is found without a word.
  const isNamed = end >= 0 || own.some((word) => word === '--image' || word.includes('://'));
  return isNamed ? undefined : 'the mcptc.yaml of the server';
}

function transportCell(name: string, cells: readonly SiteCell[]): Element {
  if (cells.length === 0)
    return h('td', { class: 'none', 'data-revision': name }, '–', renderUnseen('not offered'));
  const failed = cells.some(({ fail = 0 }) => fail > 0);
  return h(
    'td',
    { class: failed ? 'fail' : undefined, 'data-revision': name },
    h(
      'div',
      {},
      cells.map((cell) =>
        h(
          'div',
          { class: 'cell' },
          cell.revision !== undefined && h('span', { class: 'note' }, cell.revision),
          cell.pass === undefined ? h('span', { class: 'dim' }, cell.reason ?? 'no figures') : figures(cell),
        ),
      ),
    ),
  );
}

const FIGURES = [
  ['pass', '✔', 'passed', 'pass'],
  ['fail', '✘', 'failed', 'fail'],
  ['warn', '!', 'warned', 'warn'],
  ['unseen', '?', 'not verified', 'not-verified'],
] as const;

const figures = (cell: SiteCell): Element =>
  h(
    'span',
    { class: 'counts' },
    FIGURES.map(([field, sign, word, style]) => {
      const count = cell[field] ?? 0;
      return h(
        'span',
        { class: `figure ${style}${count === 0 ? ' zero' : ''}`, title: `${count} ${word}` },
        h('span', { 'aria-hidden': 'true' }, `${sign} `),
        count,
        renderUnseen(` ${word}`),
      );
    }),
  );

/** Requirements that are named. */
const MAX_NAMED = 10;

function changesCell(row: SiteRow): Child {
  const changes = findChanges(row);
  if (changes === undefined) return h('span', { class: 'dim' }, 'first result');
  const { since, broken, fixed, was } = changes;
  const date = h('span', { class: 'day' }, day(since));
  if (broken.length + fixed.length === 0 && was === undefined)
    return h('span', { class: 'dim' }, 'none since ', date);
  return [
    h('span', {}, 'since ', date),
    was !== undefined && h('span', { class: 'note' }, `before: ${(OUTCOMES[was] ?? OUTCOMES[2]!).word}`),
    listView(broken, 'broken', 'bad'),
    listView(fixed, 'fixed', 'good'),
  ];
}

function listView(ids: readonly string[], word: string, style: string): Child {
  if (ids.length === 0) return false;
  return h(
    'details',
    {},
    h('summary', { class: style }, `${ids.length} ${word}`),
    h(
      'ul',
      {},
      ids.slice(0, MAX_NAMED).map((id) => h('li', {}, h('code', {}, id))),
      ids.length > MAX_NAMED && h('li', {}, `… and ${ids.length - MAX_NAMED} more`),
    ),
  );
}

function ageCell({ now, stale, kept, before }: SiteRow): Child {
  return [
    h('time', { datetime: now.at }, day(now.at)),
    h('span', { class: 'note' }, `mcptc ${now.tool || 'none'}`),
    stale !== undefined && h('span', { class: 'note warn' }, `stale: ${stale}`),
    kept && h('span', { class: 'note' }, 'not among the last results'),
    before.length > 0 && h('span', { class: 'note' }, `${before.length} earlier`),
  ];
}
