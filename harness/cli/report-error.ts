/** Turns an error into a message on standard error and an exit code. */
import { isConformanceError } from '../../adapters/errors.js';
import { makeHarmless } from '../../reports/text/neutralise.js';
import type { ExitCode } from './invocation.js';

/** What a system says of a process that has no file descriptor left, and of one where nobody has. */
const TOO_FEW_FILES = ['EMFILE', 'ENFILE'];

/** Tells an error, whatever it is. */
export function reportError(error: unknown): ExitCode {
  if (isConformanceError(error, 'usage') || isConformanceError(error, 'connect')) {
    tell(error.message, error.next);
    return error.code === 'usage' ? 2 : 3;
  }
  if (TOO_FEW_FILES.includes((error as NodeJS.ErrnoException | null)?.code ?? '')) {
    tell(
      `too few files may be open at a time here: ${(error as Error).message}`,
      'Allow more (ulimit -n 1024), or run fewer cases at a time (--concurrency 1).',
    );
    return 2;
  }
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`mcptc: an error of the harness itself, not of the target:\n${makeHarmless(trace)}\n`);
  return 3;
}

function tell(message: string, next: string | undefined): void {
  const advice = next === undefined ? '' : `next: ${makeHarmless(next)}\n`;
  process.stderr.write(`mcptc: ${makeHarmless(message)}\n${advice}`);
}
