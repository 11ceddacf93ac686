/** The terminal report: a table of transports and revisions, then the findings and the outcome. */
import Table from 'cli-table3';
import picocolors from 'picocolors';
import { renderComparison } from './comparison.js';
import { renderDetails } from './details.js';
import { manyFormat } from './many.js';
import type { Colors } from './colors.js';
import { countCompared, listRevisions, countRobustness, listUnreached } from '../result/findings.js';
import type { Format } from '../format.js';
import type { Counts, PartReport, Result, TransportReport } from '../result/result.js';
import { notRunOf } from '../result/survey.js';
import { formatRunFacts } from '../text/run-line.js';
import { formatShard } from '../result/shards.js';
import { neutralise, escapeRunnerCommands } from '../text/neutralise.js';
import { describeAbsence, describeContainers, describeRunSeen, describeTarget } from '../text/phrases.js';
import { measureWidth } from '../text/width.js';
import { wrapText } from '../text/wrap.js';

/** What a person sees at the end of a run: a row a transport, a column a revision, then what went wrong and why. */
export const format: Format = {
  render(result, options) {
    const colors = picocolors.createColors(options.color);
    const around = surroundings(result, colors);
    const { columns } = options;
    const below = [
      ...reasons(result, columns),
      ...forms(result, colors),
      ...notRun(result, colors),
      ...renderDetails(result, colors, options),
      ...(around.length === 0 ? [] : [around.join('\n')]),
      ...(options.comparison === undefined ? [] : [renderComparison(options.comparison, colors)]),
      verdictLine(result, colors),
    ];
    const text = below.join('\n\n');
    const whole = [
      table(result, colors, columns),
      columns === undefined ? text : wrapText(text, columns),
    ].join('\n\n');
    return escapeRunnerCommands(`${whole}\n`);
  },
  all: manyFormat,
};

/** Names come from the target or from a file: they are kept short and harmless. */
const label = (text: string): string => neutralise(text, { max: 60 });

/** Everything side by side; where that is wider than the terminal, the title above, and as many revisions as fit. */
function table(result: Result, colors: Colors, columns: number | undefined): string {
  const revisions = listRevisions(result);
  const title = colors.bold(describeTarget(result));
  const whole = grid(result, title, revisions, colors, columns);
  if (columns === undefined || widest(whole) <= columns) return whole;
  for (let fit = revisions.length; fit > 1; fit--) {
    const parts = inParts(revisions, fit).map((part) => grid(result, '', part, colors, columns));
    if (Math.max(...parts.map(widest)) <= columns) return [title, parts.join('\n\n')].join('\n');
  }
  return [
    title,
    inParts(revisions, 1)
      .map((part) => grid(result, '', part, colors, columns))
      .join('\n\n'),
  ].join('\n');
}

const widest = (text: string): number => Math.max(...text.split('\n').map(measureWidth));

/** At least one part, which may be empty. */
const inParts = (revisions: readonly string[], size: number): string[][] =>
  Array.from({ length: Math.max(1, Math.ceil(revisions.length / size)) }, (_, index) =>
    revisions.slice(index * size, (index + 1) * size),
  );

function grid(
  result: Result,
  title: string,
  revisions: readonly string[],
  colors: Colors,
  columns: number | undefined,
): string {
  const transports = Object.entries(result.target.transports);
  const rows = new Table({
    chars: Object.fromEntries(BORDERS.map((name) => [name, ''])),
    style: { 'padding-left': 0, 'padding-right': 3, head: [], border: [] },
  });
  rows.push([title, ...revisions.map((revision) => colors.bold(label(revision)))]);
  for (const [name, transport] of transports) {
    const first = transport.custom ? `${label(name)}  ${colors.dim('custom')}` : label(name);
    const absence = columns === undefined ? describeAbsence(transport) : shortAbsence(transport);
    rows.push(
      transport.revisions.length === 0
        ? [first, { content: colors.dim(absence), colSpan: Math.max(1, revisions.length) }]
        : [first, ...revisions.map((revision) => cell(result.summary[name]?.[revision], colors))],
    );
  }
  for (const row of extraRows(result, revisions, colors)) rows.push(row);
  return rows
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** As wide as the figures of one revision, so that no reason makes a table wider. */
const MAX_ABSENCE = 24;

function shortAbsence(transport: TransportReport): string {
  const whole = describeAbsence(transport);
  if (transport.reason === undefined || whole.length <= MAX_ABSENCE) return whole;
  return transport.notRun === true ? 'not run, see below' : 'not tested, see below';
}

/** The reasons that the table had no room for, but those of transports that have a block of their own. */
function reasons(result: Result, columns: number | undefined): string[] {
  if (columns === undefined) return [];
  const told = new Set(listUnreached(result).map(([name]) => name));
  const lines = Object.entries(result.target.transports)
    .filter(
      ([name, transport]) =>
        transport.revisions.length === 0 &&
        !told.has(name) &&
        shortAbsence(transport) !== describeAbsence(transport),
    )
    .map(([name, transport]) => `${label(name)}: ${describeAbsence(transport)}`);
  return lines.length === 0 ? [] : [lines.join('\n')];
}

/** What was found of servers that are reached in several forms. */
function forms(result: Result, colors: Colors): string[] {
  const lines = Object.entries(result.target.transports).flatMap(([name, { form }]) =>
    form === undefined ? [] : [colors.dim(`  ${label(name)}  ${neutralise(form, { max: 300 })}`)],
  );
  return lines.length === 0 ? [] : [['– found', ...lines].join('\n')];
}

/** More revisions than this are those of a file that somebody made up. */
const MAX_NOT_RUN = 40;

/** What stands behind each `–`, and behind each revision that is no column at all. */
function notRun(result: Result, colors: Colors): string[] {
  const rows = notRunOf(result);
  if (rows.length === 0) return [];
  const lines = rows.slice(0, MAX_NOT_RUN).map(({ transport, revision, reason, named }) => {
    const line = `  ${label(transport)} ${label(revision)}  ${neutralise(reason, { max: 300 })}`;
    return named ? colors.red(`${line} (asked for by name)`) : colors.dim(line);
  });
  if (rows.length > MAX_NOT_RUN) lines.push(`  … and ${rows.length - MAX_NOT_RUN} more`);
  return [['– not run', ...lines].join('\n')];
}

const BORDERS = [
  'top',
  'top-mid',
  'top-left',
  'top-right',
  'bottom',
  'bottom-mid',
  'bottom-left',
  'bottom-right',
  'left',
  'left-mid',
  'mid',
  'mid-mid',
  'right',
  'right-mid',
  'middle',
];

/** What has to be known of the run beside its figures: what was loosened for it, and what its containers cost. */
function surroundings(result: Result, colors: Colors): string[] {
  const { loosened, shard, parts } = result.run;
  const containers = describeContainers(result);
  return [
    ...(shard === undefined
      ? []
      : [
          `${colors.cyan('shard')}       ${formatShard(shard)}, a part of the plan: mcptc report joins all of them`,
        ]),
    ...(parts === undefined
      ? []
      : [colors.dim(`joined      ${parts.length} results, their times added up: ${partNames(parts)}`)]),
    ...(loosened.length === 0
      ? []
      : [`${colors.yellow('loosened')}    ${neutralise(loosened.join(', '), { max: 400 })}`]),
    ...(containers === undefined ? [] : [colors.dim(`containers  ${containers}`)]),
  ];
}

/** `shards 1/3, 2/3, 3/3`; or the transports, where these are the parts. */
function partNames(parts: readonly PartReport[]): string {
  const names = parts.map(({ shard, transports }) =>
    shard === undefined ? transports.join(' + ') : `shard ${formatShard(shard)}`,
  );
  return neutralise(names.join(', '), { max: 400 });
}

function cell(counts: Counts | undefined, colors: Colors): string {
  if (counts === undefined) return colors.dim('–');
  const part = (sign: string, count: number, color: (text: string) => string): string =>
    count === 0 ? colors.dim(`${sign} 0`) : color(`${sign} ${count}`);
  const parts = [
    part('✔', counts.pass, colors.green),
    part('✘', counts.fail, colors.red),
    part('!', counts.warn, colors.yellow),
    part('?', counts['not-verified'], colors.cyan),
  ];
  if (counts.error > 0) parts.push(colors.magenta(`error ${counts.error}`));
  return parts.join('  ');
}

function extraRows(result: Result, revisions: readonly string[], colors: Colors): string[][] {
  const rows: string[][] = [];
  const names = Object.keys(result.target.transports);
  const robust = revisions.map((revision) => countRobustness(result, names, revision));
  if (robust.some(({ held, broken }) => held + broken > 0)) {
    rows.push([
      colors.dim('robustness'),
      ...robust.map(({ held, broken }) => colors.dim(`✔ ${held}  ~ ${broken}`)),
    ]);
  }
  if (result.parity.length > 0) {
    rows.push([
      'parity',
      ...revisions.map((revision) => {
        const compared = countCompared(result, revision);
        if (compared === undefined) return colors.dim('not compared');
        const { same, differs } = compared;
        return `= ${same}   ${differs > 0 ? colors.red(`≠ ${differs}`) : '≠ 0'}`;
      }),
    ]);
  }
  return rows;
}

function verdictLine(result: Result, colors: Colors): string {
  const { exitCode } = result.run;
  const line = `${exitCode === 0 ? '✔' : '✘'} ${describeRunSeen(result)}`;
  return `${exitCode === 0 ? colors.green(line) : colors.red(line)}  ${colors.dim(formatRunFacts(result))}`;
}
