/** The function that programs call to run the conformance scenarios on a server. */
import { isConformanceError } from '../../adapters/errors.js';
import { withDigest } from '../../reports/result/digest.js';
import type { Result } from '../../reports/result/result.js';
import { HarnessError } from './errors.js';
import type { RunHooks } from './execute.js';
import type { ConformanceOptions, ConformanceTarget } from './options.cjs';
import { prepareRun } from './prepare.js';
import { readRequest } from './request.js';

/** What a program asks for: the options of `mcptc run`, and how to look on. */
export type ProgramOptions = Omit<ConformanceOptions, 'name'> & RunHooks;

/**
 * Runs the conformance scenarios on a target, as `mcptc run` does, in this process; delivers the result, whatever it
 * says. `result.run.exitCode` is the verdict: 0 conforms, 1 does not, 2 nothing was decided, 3 the target never came up.
 * Nothing is written but what `output` and `reports` name, and nothing is left running. Rejects with a
 * `ConformanceError`: code `usage` where target or options are wrong, `harness` where the run itself failed.
 *
 * @example
 * const { run, summary } = await conformance(
 *   { command: ['node', 'server.js'] },
 *   { scenarios: ['shared/tools'], signal: AbortSignal.timeout(60_000) },
 * );
 */
export async function conformance(
  target: ConformanceTarget,
  { signal, onProgress, ...options }: ProgramOptions = {},
): Promise<Result> {
  try {
    const prepared = await prepareRun(await readRequest(target, options));
    return withDigest(
      await prepared.run({
        ...(signal === undefined ? {} : { signal }),
        ...(onProgress === undefined ? {} : { onProgress }),
      }),
    );
  } catch (cause) {
    if (isConformanceError(cause)) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new HarnessError(
      `The run itself failed, not the target: ${why}`,
      'Report it with the stack of `cause`.',
      { cause },
    );
  }
}
