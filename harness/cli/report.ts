import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { NotAResult, parseResult } from '../../reports/read.js';
import type { Result } from '../../reports/result.js';
import { UsageError } from '../config/errors.js';
import { checkReports, readText, writeReports } from './output.js';
import { jsonPaths, signingKey, writeSignatures } from './signature.js';
import type { ReportRequest } from './values.js';

/** Renders a result file; exits 0 whatever the result says, because rendering it is all that was asked. */
export async function report(
  file: string,
  requests: readonly ReportRequest[],
  { signKey }: { signKey?: string } = {},
): Promise<0> {
  checkReports(requests);
  const key = signKey === undefined ? undefined : signingKey(signKey);
  const transcripts = join(dirname(file), 'transcripts');
  const result = await readResult(file);
  await orUsage(file, writeReports(result, requests, existsSync(transcripts) ? transcripts : undefined));
  if (key !== undefined) {
    const written = jsonPaths(requests);
    writeSignatures(result, key, written.length > 0 ? written : [file]);
  }
  return 0;
}

/** A result that somebody names. Rejects with `UsageError` for what is none, or was changed since it was written. */
export const readResult = (file: string): Promise<Result> => orUsage(file, parseResult(readText(file)));

const NEXT: Readonly<Record<string, string>> = {
  result: 'Name the result.json of a run.',
  badge: 'Name a file that `mcptc report RESULT --report badge=FOLDER` wrote.',
};

/** What is no result, in words for whoever named it. */
export const orUsage = <T>(file: string, work: Promise<T>, kind = 'result'): Promise<T> =>
  work.catch((cause: unknown) => {
    if (!(cause instanceof NotAResult)) throw cause;
    throw new UsageError(`${file} is no ${kind}: ${cause.message}`, NEXT[kind], { cause });
  });
