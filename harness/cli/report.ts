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
  const transcripts = join(dirname(file), 'transcripts');
  const result = await readResult(file);
  await orUsage(file, writeReports(result, requests, existsSync(transcripts) ? transcripts : undefined));
  return 0;
}

/** A result that somebody names. Rejects with `UsageError` for what is none, or was changed since it was written. */
export const readResult = (file: string): Promise<Result> => orUsage(file, parseResult(readText(file)));

/** What is no result, in words for whoever named it. */
export const orUsage = <T>(file: string, work: Promise<T>): Promise<T> =>
  work.catch((cause: unknown) => {
    if (!(cause instanceof NotAResult)) throw cause;
    throw new UsageError(`${file} is no result: ${cause.message}`, 'Name the result.json of a run.', {
      cause,
    });
  });
