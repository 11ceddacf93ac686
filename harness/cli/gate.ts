/** Judges result files against a policy and prints the verdict on each. */
import { computeCanonicalHash } from '../../reports/result/canonical.js';
import { computeResultHash } from '../../reports/result/digest.js';
import { neutralise } from '../../reports/text/neutralise.js';
import { listContradictions } from '../../reports/result/verify/result.js';
import { UsageError } from '../config/errors.js';
import { evaluateGate, type GateVerdict } from '../gate/evaluate.js';
import { loadPolicy } from '../gate/policy.js';
import { escapeRunnerCommands } from '../../reports/text/neutralise.js';
import { renderGate } from '../gate/text.js';
import { toolVersion } from '../version.js';
import type { ExitCode } from './invocation.js';
import { findResults } from './many/folders.js';
import { pickWorst } from './many/worst.js';
import { readResult } from './report.js';

export interface GateOptions {
  policy: string;
  checks?: true;
}

const CODES: Readonly<Record<GateVerdict['outcome'], ExitCode>> = { met: 0, 'not met': 1, undecided: 2 };

/** `mcptc gate`: exits 0 where the gate is met, 1 where it is not, 2 where nothing was decided; of several as the worst. */
export async function runGates(paths: readonly string[], options: GateOptions): Promise<ExitCode> {
  const loaded = await loadPolicy(options.policy);
  const codes: ExitCode[] = [];
  for (const { file, name = '', problem = '' } of paths.flatMap(findResults)) {
    if (codes.length > 0) process.stdout.write('\n');
    if (file === undefined) {
      const why = `${name}: there is no result: ${problem.split('\n')[0]}`;
      process.stdout.write(escapeRunnerCommands(`? ${neutralise(why, { max: 400 })}\n`));
      codes.push(2);
    } else codes.push(await gateOne(file, loaded, options));
  }
  return pickWorst(codes);
}

async function gateOne(
  file: string,
  loaded: Awaited<ReturnType<typeof loadPolicy>>,
  options: GateOptions,
): Promise<ExitCode> {
  const result = await readResult(file);
  // A digest is made anew by whoever changes a result. What is judged has to agree with itself.
  const [differs] = listContradictions(result);
  if (differs !== undefined) {
    throw new UsageError(
      neutralise(`${file} contradicts itself, so somebody changed it: ${differs}`, { max: 1_000 }),
      `All that differs: mcptc verify ${file}`,
    );
  }
  const today = new Date().toISOString().slice(0, 10);
  const verdict = evaluateGate(result, loaded, today);
  process.stdout.write(
    escapeRunnerCommands(
      renderGate(verdict, result, {
        policyFile: options.policy,
        policyHash: computeCanonicalHash(loaded.policy),
        resultFile: file,
        resultHash: computeResultHash(result),
        version: toolVersion,
        today,
        checks: options.checks === true,
      }),
    ),
  );
  return CODES[verdict.outcome];
}
