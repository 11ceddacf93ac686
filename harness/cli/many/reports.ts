/** Which reports of many targets are one for all, and which are one for each. */
import { join } from 'node:path';
import { loadFormat, type FormatName } from '../../../reports/index.js';
import type { TargetResult } from '../../../reports/format.js';
import { makeReader, writeText } from '../../api/files.js';
import { UsageError } from '../../config/errors.js';
import { findReleases } from '../../releases.js';
import { renderOptionsOf } from '../output.js';
import type { ReportRequest } from '../values.js';

/** Where the name of a target stands in the path of a report that there is for each. */
const TARGET = '{target}';

/** Apart: what one report says of all, and what is written for each. Rejects with `UsageError`. */
export async function splitReports(
  requests: readonly ReportRequest[],
): Promise<{ ofAll: ReportRequest[]; ofEach: ReportRequest[] }> {
  const [ofAll, ofEach]: [ReportRequest[], ReportRequest[]] = [[], []];
  for (const request of requests) {
    const { format, path } = request;
    if (path?.includes(TARGET) === true) ofEach.push(request);
    else if ((await loadFormat(format as FormatName)).all !== undefined) ofAll.push(request);
    else {
      throw new UsageError(
        `a report ${format} says something of one server, and several are named`,
        `Write ${TARGET} into its path: --report ${format}=${TARGET}-${path ?? format}`,
      );
    }
  }
  return { ofAll, ofEach };
}

/** Those of one target, `segment` being the name of its folder. */
export const nameReports = (requests: readonly ReportRequest[], segment: string): ReportRequest[] =>
  requests.map(({ format, path = '' }) => ({ format, path: path.replaceAll(TARGET, segment) }));

/** Writes what one report says of all targets to its path, or to standard output. */
export async function writeReportsOfAll(
  targets: readonly TargetResult[],
  requests: readonly ReportRequest[],
  { verbose = false } = {},
): Promise<void> {
  for (const { format: name, path } of requests) {
    const { all } = await loadFormat(name as FormatName);
    if (all === undefined) continue;
    if (path === undefined) {
      process.stdout.write(all.render(targets, { ...renderOptionsOf(process.stdout), verbose }));
    } else if (all.files === undefined) {
      writeText(path, all.render(targets, { color: false, verbose }));
    } else {
      for (const file of all.files(targets, {
        color: false,
        verbose,
        read: makeReader(path),
        releases: findReleases(),
      }))
        writeText(join(path, file.name), file.text);
    }
  }
}
