/** The terminal report of several targets: one table, server by transport by revision, the worst first. */
import picocolors from 'picocolors';
import type { Format, TargetResult } from '../format.js';
import { listFindings } from '../result/findings.js';
import { describeTargets, listTargetCells, sortWorstFirst, type TargetCell } from '../result/targets.js';
import { escapeRunnerCommands, neutralise } from '../text/neutralise.js';
import { cutToWidth, measureWidth, padToWidth } from '../text/width.js';
import { wrapText } from '../text/wrap.js';
import type { Colors } from './colors.js';
import { renderManyDetails } from './many-details.js';

/** Where nobody says how wide a line may be. */
const COLUMNS = 120;
const LEAST = 60;
/** From here on the first finding stands beside the figures. */
const WIDE = 110;
const MAX_NAME = 24;
const MAX_TRANSPORT = 16;

/** What a person sees at the end of a run of many. */
export const manyFormat: NonNullable<Format['all']> = {
  render(targets, { color, columns = COLUMNS }) {
    const colors = picocolors.createColors(color);
    const sorted = sortWorstFirst(targets);
    // One column stays free: some terminals go on in the next line as soon as the last one is taken.
    const layout = layOut(sorted, Math.max(columns, LEAST) - 1);
    const lines = [
      headLine(layout, colors),
      ...sorted.flatMap((target) => targetLines(target, layout, colors)),
      '',
      ...renderManyDetails(sorted, layout.columns, colors),
      wrapText(describeEnd(targets, colors), layout.columns),
    ];
    return escapeRunnerCommands(`${lines.join('\n')}\n`);
  },
};

interface Layout {
  name: number;
  transport: number;
  columns: number;
}

/** Escaped for runners before it is measured. */
const nameOf = ({ name }: TargetResult): string => escapeRunnerCommands(neutralise(name, { max: 60 }));
const transportOf = ({ transport }: TargetCell): string =>
  cutName(escapeRunnerCommands(neutralise(transport, { max: 60 })), MAX_TRANSPORT);

function layOut(targets: readonly TargetResult[], columns: number): Layout {
  const widest = (texts: readonly string[], least: number): number =>
    Math.max(least, ...texts.map(measureWidth));
  const cells = targets.flatMap(({ result }) => (result === undefined ? [] : listTargetCells(result)));
  const transport = widest(cells.map(transportOf), 9);
  // What is left beside a sign, a revision and five figures; a name that is longer goes on in no second line.
  const room = Math.max(8, columns - transport - 45);
  return { name: Math.min(MAX_NAME, room, widest(targets.map(nameOf), 6)), transport, columns };
}

const FIGURES = ['✔', '✘', '!', '?'] as const;

function headLine({ name, transport, columns }: Layout, colors: Colors): string {
  const figures = FIGURES.map((sign) => sign.padStart(5)).join('');
  const more = columns >= WIDE ? '   first finding' : '';
  return colors.bold(
    `  ${padToWidth('server', name)}  ${padToWidth('transport', transport)}  ${'revision'.padEnd(10)}${figures}${more}`,
  );
}

const SIGNS: Readonly<Record<number, string>> = { 0: '✔', 1: '✘', 2: '?', 3: '–' };

const paintOf = (exitCode: number, colors: Colors) => (exitCode === 0 ? colors.green : colors.red);

function targetLines(target: TargetResult, layout: Layout, colors: Colors): string[] {
  const { exitCode, result, problem } = target;
  const shown = cutName(nameOf(target), layout.name);
  const sign = paintOf(exitCode, colors)(SIGNS[exitCode] ?? '?');
  const first = `${sign} ${padToWidth(shown, layout.name)}`;
  const next = ' '.repeat(layout.name + 2);
  if (result === undefined) return [reasonLine(first, problem ?? 'there is no result', layout, colors)];
  const cells = listTargetCells(result);
  if (cells.length === 0)
    return [reasonLine(first, 'it offers no transport that was asked for', layout, colors)];
  return cells.map((cell, index) => cellLine(index === 0 ? first : next, cell, target, layout, colors));
}

/** A long name keeps its end, which is what tells it from others. */
function cutName(name: string, columns: number): string {
  if (measureWidth(name) <= columns) return name;
  return `${cutToWidth(name, columns - 1)}…`;
}

function reasonLine(first: string, reason: string, { name, columns }: Layout, colors: Colors): string {
  const room = columns - name - 4;
  const text = neutralise(reason.split('\n')[0] ?? '', { max: 300 });
  return `${first}  ${colors.dim(cutName(text, room))}`;
}

function cellLine(
  first: string,
  cell: TargetCell,
  target: TargetResult,
  layout: Layout,
  colors: Colors,
): string {
  const transport = padToWidth(transportOf(cell), layout.transport);
  if (cell.counts === undefined) {
    const room = layout.columns - layout.name - layout.transport - 6;
    const reason = neutralise(cell.reason ?? 'there are no figures', { max: 300 });
    return `${first}  ${transport}  ${colors.dim(cutName(reason, room))}`;
  }
  const { pass, fail, warn, error, 'not-verified': unseen } = cell.counts;
  const figure = (count: number, paint: (text: string) => string): string =>
    (count === 0 ? colors.dim : paint)(String(count).padStart(5));
  const figures = [
    figure(pass, colors.green),
    figure(fail, colors.red),
    figure(warn, colors.yellow),
    figure(unseen, colors.cyan),
  ].join('');
  const revision = padToWidth(cutName(neutralise(cell.revision ?? '', { max: 60 }), 10), 10);
  const errors = error === 0 ? '' : colors.magenta(`  error ${error}`);
  const room = layout.columns - layout.name - layout.transport - 39;
  const found = layout.columns >= WIDE && error === 0 ? firstFinding(target, cell) : undefined;
  const more = found === undefined ? '' : `   ${colors.dim(cutName(found, room))}`;
  return `${first}  ${transport}  ${revision}${figures}${errors}${more}`;
}

/** Of this cell, the first that fails it. */
function firstFinding({ result }: TargetResult, cell: TargetCell): string | undefined {
  if (result === undefined || cell.counts?.fail === 0) return undefined;
  const found = listFindings(result).find(
    ({ kind, case: one, others }) =>
      kind === 'fail' &&
      [one, ...others].some(
        ({ transport, revision }) => transport === cell.transport && revision === cell.revision,
      ),
  );
  return found && neutralise(found.check.requirement, { max: 120 });
}

function describeEnd(targets: readonly TargetResult[], colors: Colors): string {
  const whole = targets.every(({ exitCode }) => exitCode === 0);
  return (whole ? colors.green : colors.red)(`${whole ? '✔' : '✘'} ${describeTargets(targets)}`);
}
