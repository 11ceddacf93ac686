/** The site: static pages of many servers that can be published as they are. */
import { format as badge } from '../badge/format.js';
import type { Format, NamedText, Releases, RenderOptions, TargetResult } from '../format.js';
import { format as html } from '../html/format.js';
import { format as json } from '../json/format.js';
import { takeSegment } from '../result/paths.js';
import { sortWorstFirst } from '../result/targets.js';
import { makeEntry } from './entry.js';
import { formatHistory, HISTORY_FILE, mergeHistory, type SiteServer } from './history.js';
import { renderIndex } from './index-page.js';
import type { SiteRow } from './row.js';
import { explainStale } from './stale.js';

/** The matrix of all servers, and of each its report, its result and its badge. */
export const format: Format = {
  render: (result, options) => first(filesOf([toTarget(result)], options)),
  files: (result, options) => [...filesOf([toTarget(result)], options)],
  all: {
    render: (targets, options) => first(filesOf(targets, options)),
    files: filesOf,
  },
};

const toTarget = (result: NonNullable<TargetResult['result']>): TargetResult => ({
  name: result.target.name,
  exitCode: result.run.exitCode,
  result,
});

const first = (files: Iterable<NamedText>): string =>
  [...files].find(({ name }) => name === 'index.html')!.text;

const NO_RELEASES: Releases = { tool: [], specification: [] };

/** One file after the other, because the reports of many servers together are large. */
function* filesOf(targets: readonly TargetResult[], options: RenderOptions): Iterable<NamedText> {
  const now = new Date().toISOString();
  const { read, releases = NO_RELEASES } = options;
  const sorted = sortWorstFirst(targets);
  const servers = mergeHistory(
    sorted.map((target) => makeEntry(target, now)),
    read?.(HISTORY_FILE),
  );
  const pages = namePages(servers);
  const rows: SiteRow[] = [];
  for (const [index, server] of servers.entries()) {
    const page = pages.get(server)!;
    const result = sorted[index]?.result;
    const row = { ...server, ...staleOf(server, releases) };
    if (result !== undefined) {
      const image = badge.render(result, { color: false });
      rows.push({ ...row, page, badge: toDataAddress(image) });
      yield { name: `${page}.html`, text: html.render(result, { color: false }) };
      yield { name: `${page}.json`, text: json.render(result, { color: false }) };
      yield { name: `${page}.svg`, text: image };
    } else {
      // Its pages are those that an earlier site left, where it left any.
      const image = server.kept ? read?.(`${page}.svg`) : undefined;
      rows.push(image === undefined ? row : { ...row, page, badge: toDataAddress(image) });
    }
  }
  yield { name: HISTORY_FILE, text: formatHistory(servers) };
  yield { name: 'index.html', text: renderIndex(rows, now) };
}

/** By name, so that a page keeps its own whatever came of the other servers. */
function namePages(servers: readonly SiteServer[]): Map<SiteServer, string> {
  const taken = new Set(['index', 'history']);
  const sorted = [...servers].sort((a, b) => (a.now.name < b.now.name ? -1 : 1));
  return new Map(sorted.map((server) => [server, takeSegment(server.now.name, taken)]));
}

function staleOf({ now }: SiteServer, releases: Releases): { stale?: string } {
  const stale = explainStale(now, releases);
  return stale === undefined ? {} : { stale };
}

/** In an image element no script of an SVG runs, and nothing that it names is loaded. */
const toDataAddress = (svg: string): string =>
  `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
