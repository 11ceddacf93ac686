/** The Markdown report, short enough for a comment on a pull request or a step summary. */
import { formatMarker, makeComparisonSections } from './comparison.js';
import { countCompared, listRevisions, countRobustness } from '../result/findings.js';
import type { Format } from '../format.js';
import { makeChangedSections, makeFindingSections } from './findings.js';
import { formatCode, fitSections, formatProse } from './text.js';
import { formatRunFacts, describeOutcome, formatTitle } from '../text/run-line.js';
import type { Counts, Result, TransportReport } from '../result/result.js';
import { formatShard } from '../result/shards.js';

/**
 * Bytes of one report. A comment on a pull request holds 65,536 characters, a step summary a mebibyte: one report fits
 * both, with room for a line that somebody puts before it.
 */
const MAX_BYTES = 64_000;
/** Of a comparison, which is read as a comment. */
const MAX_BYTES_OF_CHANGES = 12_000;
const MAX_ROWS = 24;
const MAX_COLUMNS = 8;

/** GitHub's Markdown: the matrix as a table, then what went wrong, folded; with a comparison, only what it has changed. */
export const format: Format = {
  render(result, { comparison }) {
    const head = [heading(result), table(result), LEGEND, ...surroundings(result)].join('\n\n');
    const sections =
      comparison === undefined
        ? makeFindingSections(result)
        : [...makeComparisonSections(comparison), ...makeChangedSections(result, comparison)];
    const max = comparison === undefined ? MAX_BYTES - Buffer.byteLength(head) : MAX_BYTES_OF_CHANGES;
    // What is said of a cut takes room itself.
    const { text, cut } = fitSections(sections, max - 1_000);
    const marker = comparison === undefined ? [] : [formatMarker(result.target.name)];
    const left =
      cut.length === 0
        ? []
        : [`> Shortened to fit a comment: ${cut.join(', ')} left out. The result file has all of them.`];
    return `${[...marker, head, ...(text === '' ? [] : [text]), ...left].join('\n\n')}\n`;
  },
};

const LEGEND =
  '<sub>✔ pass · ✘ violates a MUST · ! violates a SHOULD · ? not verified · requirements, each counted once</sub>';

function heading(result: Result): string {
  const ok = result.run.exitCode === 0;
  const outcome = formatProse(describeOutcome(result), { max: 200 });
  const facts = `mcptc ${formatCode(result.tool.version, { max: 40 })} · ${formatRunFacts(result)} · ${result.run.startedAt.slice(0, 16).replace('T', ' ')} UTC`;
  return `### ${ok ? '✅' : '❌'} ${formatCode(formatTitle(result), { max: 100 })} ${outcome}\n\n${facts}`;
}

function surroundings({ run: { loosened, shard, parts, containers } }: Result): string[] {
  return [
    ...(loosened.length === 0 ? [] : [`⚠ **Loosened** for this run: ${formatCode(loosened.join(', '))}`]),
    ...(shard === undefined
      ? []
      : [
          `**Shard ${formatShard(shard)}**, a part of the plan: ${formatCode('mcptc report')} joins all of them.`,
        ]),
    ...(parts === undefined ? [] : [`<sub>Joined from ${parts.length} results, their times added up.</sub>`]),
    ...(containers === undefined
      ? []
      : [
          `<sub>${containers.started} containers were started, on ${formatCode(containers.engine, { max: 40 })}.</sub>`,
        ]),
  ];
}

const cell = (text: string): string => formatCode(text, { max: 60, cell: true });

function table(result: Result): string {
  const transports = Object.entries(result.target.transports);
  const all = listRevisions(result);
  // The newest are what is asked about.
  const revisions = all.slice(-MAX_COLUMNS);
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rows = transports.slice(0, MAX_ROWS).map(([name, transport]) => {
    const first = `${cell(name)}${transport.custom ? ' custom' : ''}`;
    if (transport.revisions.length === 0)
      return row([first, absence(transport), ...revisions.slice(1).map(() => '')]);
    return row([first, ...revisions.map((revision) => figures(figuresOf(result, name, revision)))]);
  });
  const lines = [
    row(['', ...(revisions.length === 0 ? [''] : revisions.map(cell))]),
    row(['---', ...(revisions.length === 0 ? ['---'] : revisions.map(() => '---'))]),
    ...rows,
    ...extraRows(
      result,
      transports.map(([name]) => name),
      revisions,
    ).map(row),
  ];
  const left = [
    ...(transports.length > MAX_ROWS ? [`${transports.length - MAX_ROWS} more transports`] : []),
    ...(all.length > MAX_COLUMNS ? [`${all.length - MAX_COLUMNS} older revisions`] : []),
  ];
  return `${lines.join('\n')}${left.length === 0 ? '' : `\n\n> Left out of the table: ${left.join(', ')}.`}`;
}

const absence = ({ reason, notRun }: TransportReport): string =>
  reason === undefined
    ? 'not offered'
    : `${notRun === true ? 'not run: ' : ''}${formatProse(reason.split('\n')[0] ?? '', { max: 160, cell: true })}`;

const own = <T>(record: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;

const figuresOf = ({ summary }: Result, transport: string, revision: string): Counts | undefined =>
  own(own(summary, transport) ?? {}, revision);

function figures(counts: Counts | undefined): string {
  if (counts === undefined) return '–';
  const bold = (sign: string, count: number): string => (count === 0 ? `${sign} 0` : `**${sign} ${count}**`);
  return [
    `✔ ${counts.pass}`,
    bold('✘', counts.fail),
    `! ${counts.warn}`,
    `? ${counts['not-verified']}`,
    ...(counts.error > 0 ? [`**error ${counts.error}**`] : []),
  ].join(' &nbsp; ');
}

function extraRows(result: Result, transports: readonly string[], revisions: readonly string[]): string[][] {
  const rows: string[][] = [];
  const shown = transports.slice(0, MAX_ROWS);
  const robust = revisions.map((revision) => countRobustness(result, shown, revision));
  if (robust.some(({ held, broken }) => held + broken > 0)) {
    rows.push(['robustness', ...robust.map(({ held, broken }) => `✔ ${held} &nbsp; ~ ${broken}`)]);
  }
  if (result.parity.length > 0) {
    rows.push([
      'parity',
      ...revisions.map((revision) => {
        const compared = countCompared(result, revision);
        if (compared === undefined) return 'not compared';
        const part = `≠ ${compared.differs}`;
        return `= ${compared.same} &nbsp; ${compared.differs > 0 ? `**${part}**` : part}`;
      }),
    ]);
  }
  return rows;
}
