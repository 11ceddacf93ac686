/** The error for a result that there is, and that could not be left where it was to be. */
import type { Result } from '../../reports/result/result.js';
import { UsageError } from '../config/errors.js';

/** The run is over and its verdicts stand; a file that was asked for could not be written. */
export class NotWritten extends UsageError {
  readonly result: Result;

  /** In the words of each file that was not. */
  constructor(result: Result, problems: readonly UsageError[]) {
    const next = [...new Set(problems.flatMap((one) => one.next ?? []))].join(' ');
    super(problems.map(({ message }) => message).join('\n'), next, { cause: problems[0] });
    this.result = result;
  }
}

/** What an attempt to write ran into; whatever else was thrown is thrown on. */
export async function attempt(write: () => unknown): Promise<UsageError[]> {
  try {
    await write();
    return [];
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return [error];
  }
}
