/** Carries out `mcptc run`: prepares the run, performs it and prints its reports. */
import { join } from 'node:path';
import { makeRunDocument } from '../api/document.js';
import { OUTPUT } from '../api/limits.js';
import { NotWritten } from '../api/not-written.js';
import { prepareRun } from '../api/prepare.js';
import type { Result } from '../../reports/result/result.js';
import type { ExitCode } from './invocation.js';
import { checkReports, printReport, showMatrix } from './output.js';
import { perform } from './perform.js';
import type { RunCommandOptions } from './run-command.js';
import { makeRunRequest } from './run-request.js';
import { runMany } from './many/run.js';
import { findManyTargets } from './many/targets.js';

/** `mcptc run`. */
export async function runCommand(
  urls: readonly string[],
  command: readonly string[] | undefined,
  given: RunCommandOptions,
): Promise<ExitCode> {
  const many = await findManyTargets(urls, command, given);
  if (many !== undefined) return runMany(many, given);
  const { report: reports = [], output = OUTPUT, quiet = false } = given;
  checkReports(reports);
  const { target, options } = makeRunRequest(urls, command, { ...given, output });
  const transcripts = join(output, 'transcripts');
  const verbose = given.verbose === true;
  const show = async (result: Result): Promise<void> => {
    await printReport(result, reports, { transcripts, verbose });
    await showMatrix(result, reports, transcripts, { verbose });
  };
  try {
    const result = await perform(await prepareRun(makeRunDocument(target, options)), { quiet });
    await show(result);
    return result.run.exitCode as ExitCode;
  } catch (error) {
    // What was found is said, wherever it cannot be kept.
    if (error instanceof NotWritten) await show(error.result);
    throw error;
  }
}
