import { canonicalHash } from '../../reports/result/canonical.js';
import { resultHash } from '../../reports/result/digest.js';
import { neutral } from '../../reports/text/neutralise.js';
import { contradictions } from '../../reports/result/verify/result.js';
import { UsageError } from '../config/errors.js';
import { judge, type GateVerdict } from '../gate/evaluate.js';
import { loadPolicy } from '../gate/policy.js';
import { unheeded } from '../../reports/text/neutralise.js';
import { gateText } from '../gate/text.js';
import { toolVersion } from '../version.js';
import type { ExitCode } from './invocation.js';
import { readResult } from './report.js';

export interface GateOptions {
  policy: string;
  checks?: true;
}

const CODES: Readonly<Record<GateVerdict['outcome'], ExitCode>> = { met: 0, 'not met': 1, undecided: 2 };

/** `mcptc gate`: exits 0 where the gate is met, 1 where it is not, 2 where nothing was decided. */
export async function gateCommand(file: string, options: GateOptions): Promise<ExitCode> {
  const loaded = await loadPolicy(options.policy);
  const result = await readResult(file);
  // A digest is made anew by whoever changes a result. What is judged has to agree with itself.
  const [differs] = contradictions(result);
  if (differs !== undefined) {
    throw new UsageError(
      neutral(`${file} contradicts itself, so somebody changed it: ${differs}`, { max: 1_000 }),
      `All that differs: mcptc verify ${file}`,
    );
  }
  const today = new Date().toISOString().slice(0, 10);
  const verdict = judge(result, loaded, today);
  process.stdout.write(
    unheeded(
      gateText(verdict, result, {
        policyFile: options.policy,
        policyHash: canonicalHash(loaded.policy),
        resultFile: file,
        resultHash: resultHash(result),
        version: toolVersion,
        today,
        checks: options.checks === true,
      }),
    ),
  );
  return CODES[verdict.outcome];
}
