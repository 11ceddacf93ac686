/** Carries out `mcptc run`: prepares the run, performs it and prints its reports. */
import { join } from 'node:path';
import { makeRunDocument } from '../api/document.js';
import { OUTPUT } from '../api/limits.js';
import { prepareRun } from '../api/prepare.js';
import type { ExitCode } from './invocation.js';
import { checkReports, printReport, showMatrix } from './output.js';
import { perform } from './perform.js';
import type { RunCommandOptions } from './run-command.js';
import { makeRunRequest } from './run-request.js';

/** `mcptc run`. */
export async function runCommand(
  urls: readonly string[],
  command: readonly string[] | undefined,
  given: RunCommandOptions,
): Promise<ExitCode> {
  const { report: reports = [], output = OUTPUT, quiet = false } = given;
  checkReports(reports);
  const { target, options } = makeRunRequest(urls, command, { ...given, output });
  const result = await perform(await prepareRun(makeRunDocument(target, options)), { quiet });
  const transcripts = join(output, 'transcripts');
  const verbose = given.verbose === true;
  await printReport(result, reports, { transcripts, verbose });
  await showMatrix(result, reports, transcripts, { verbose });
  return result.run.exitCode as ExitCode;
}
