/** Writes the reports of a run to files and standard output, with colours and width of the terminal. */
import type { Comparison } from '../../reports/result/compare.js';
import type { FormatName } from '../../reports/index.js';
import { loadFormat } from '../../reports/index.js';
import type { Result } from '../../reports/result/result.js';
import { writeReportFiles } from '../api/files.js';
import type { ReportFile } from '../api/options.cjs';
import { UsageError } from '../config/errors.js';
import type { ReportRequest } from './values.js';

/** Colours on a terminal, unless `NO_COLOR` is set; anywhere with `FORCE_COLOR`. */
function wantsColor(stream: NodeJS.WriteStream): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return FORCE_COLOR !== '0';
  return stream.isTTY && TERM !== 'dumb';
}

/** Only a terminal has one; files and pipes are the same everywhere. */
const widthOf = ({ isTTY, columns }: NodeJS.WriteStream): { columns?: number } =>
  isTTY && columns > 0 ? { columns } : {};

/** What a stream that a person may read makes of a report. */
export const renderOptionsOf = (stream: NodeJS.WriteStream): { color: boolean; columns?: number } => ({
  color: wantsColor(stream),
  ...widthOf(stream),
});

/** At most one report can go to standard output. */
export function checkReports(requests: readonly ReportRequest[]): void {
  if (requests.filter(({ path }) => path === undefined).length > 1) {
    throw new UsageError(
      'two reports would go to standard output',
      'Give one of them a path: --report json=PATH.',
    );
  }
}

/** Those with a path. */
export const reportFiles = (requests: readonly ReportRequest[]): ReportFile[] =>
  requests.flatMap(({ format, path }) => (path === undefined ? [] : [{ format, path }]));

export async function writeReports(
  result: Result,
  requests: readonly ReportRequest[],
  transcripts: string | undefined,
  { comparison, verbose = false }: { comparison?: Comparison | undefined; verbose?: boolean } = {},
): Promise<void> {
  const options = {
    verbose,
    ...(transcripts === undefined ? {} : { transcripts }),
    ...(comparison === undefined ? {} : { comparison }),
  };
  await writeReportFiles(result, reportFiles(requests), options);
  await printReport(result, requests, options);
}

/** The report without a path, on standard output. */
export async function printReport(
  result: Result,
  requests: readonly ReportRequest[],
  options: { transcripts?: string; comparison?: Comparison; verbose?: boolean },
): Promise<void> {
  const printed = requests.find(({ path }) => path === undefined);
  if (printed === undefined) return;
  const format = await loadFormat(printed.format as FormatName);
  const { stdout } = process;
  stdout.write(format.render(result, { ...options, ...renderOptionsOf(stdout) }));
}

/** The matrix for the person who waits: on standard output, or beside a report that is there already. */
export async function showMatrix(
  result: Result,
  requests: readonly ReportRequest[],
  transcripts: string,
  { verbose = false } = {},
): Promise<void> {
  const taken = requests.find(({ path }) => path === undefined);
  if (taken?.format === 'matrix') return;
  const stream = taken === undefined ? process.stdout : process.stderr;
  const matrix = await loadFormat('matrix');
  stream.write(matrix.render(result, { ...renderOptionsOf(stream), transcripts, verbose }));
}
