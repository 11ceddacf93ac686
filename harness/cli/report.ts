import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { NotAResult, parseResult } from '../../reports/read.js';
import type { Result } from '../../reports/result.js';
import { UsageError } from '../config/errors.js';
import { checkReports, readText, writeReports } from './output.js';
import type { ReportRequest } from './values.js';

/** Renders a result file; exits 0 whatever the result says, because rendering it is all that was asked. */
export async function report(file: string, requests: readonly ReportRequest[]): Promise<0> {
  checkReports(requests);
  const result = await read(file);
  const transcripts = join(dirname(file), 'transcripts');
  await writeReports(result, requests, existsSync(transcripts) ? transcripts : undefined);
  return 0;
}

async function read(file: string): Promise<Result> {
  try {
    return await parseResult(readText(file));
  } catch (cause) {
    if (!(cause instanceof NotAResult)) throw cause;
    throw new UsageError(`${file} is no result: ${cause.message}`, 'Name the result.json of a run.', {
      cause,
    });
  }
}
