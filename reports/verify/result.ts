import { canonicalHash } from '../canonical.js';
import type { Result } from '../result.js';
import { resultHash } from '../seal.js';
import { exitCodeOf, levelsIn, summarize } from '../summary.js';
import { differences } from './differences.js';
import { evidence, known, places } from './cases.js';
import { proof, unknown, type Proof, type Shipped } from './proof.js';
import { setProofs } from './sets.js';

/** Everything in a result that follows from the rest of it, computed again. */
export function proofsOf(result: Result, shipped: Shipped): Proof[] {
  return [
    digest(result),
    proof(
      'the summary is the sum of the cases',
      differences({ summary: result.summary }, { summary: summarize(result.cases, levelsIn(result)) }),
    ),
    exitCode(result),
    plan(result),
    catalogue(result, shipped),
    ...setProofs(result, shipped),
    places(result),
    evidence(result),
    known(result),
    proof(
      'scenarios that are the same everywhere have no differences',
      result.parity
        .filter(({ verdict, differences }) => (verdict === 'differs') !== differences.length > 0)
        .map(({ scenario, revision, verdict }) => `parity of ${revision}/${scenario}: says ${verdict}`),
    ),
  ];
}

function digest(result: Result): Proof {
  const what = 'nothing was changed since it was written';
  if (result.digest === undefined) return proof(what, ['digest: says nothing, and every result carries one']);
  try {
    return proof(what, differences({ digest: result.digest }, { digest: resultHash(result) }));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return proof(what, [`it has no canonical form: ${error.message}`]);
  }
}

const isWord = (value: unknown): value is string => typeof value === 'string';

function exitCode(result: Result): Proof {
  const { run, target, baseline = [] } = result;
  const what = 'the exit code follows from the cases';
  // Where parts are missing, what was not looked at decides, and nothing here says what it was.
  if ('parts' in run && !run.complete)
    return unknown(what, 'parts of the run are missing, or were cut short');
  const transports = Object.values(target.transports);
  const required = run.options['requireContainers'] === true && transports.some(({ notRun }) => notRun);
  const failOn = run.options['failOn'];
  // A draft is no promise to anybody yet.
  const counts = run.options['revisions'] !== 'draft' && Array.isArray(failOn) ? failOn.filter(isWord) : [];
  const code = exitCodeOf({
    summary: summarize(result.cases, levelsIn(result)),
    neverUp: required || transports.some(({ neverUp }) => neverUp),
    complete: run.complete,
    differs: result.parity.filter(({ verdict }) => verdict === 'differs').length,
    failOn: counts,
  });
  const dead = baseline.some(({ state }) => state !== 'used' && state !== 'unused');
  return proof(
    what,
    differences({ run: { exitCode: run.exitCode } }, { run: { exitCode: code === 0 && dead ? 1 : code } }),
  );
}

function plan(result: Result): Proof {
  const what = 'the cases are those that were planned';
  // A part of a plan states the hash of the whole, and what was joined from parts is checked where they are joined.
  if ('shard' in result.run || 'parts' in result.run)
    return unknown(what, 'this is a part of a run, or several');
  if (!result.run.complete) return unknown(what, 'the run was cut short');
  const cases = result.cases
    .filter(({ scenario }) => scenario !== 'survey')
    .map((one) => `${one.transport}/${one.revision}/${one.scenario}`);
  return proof(
    what,
    differences(
      { run: { planHash: result.run.planHash } },
      { run: { planHash: canonicalHash(cases.sort()) } },
    ),
  );
}

function catalogue(result: Result, { version, catalogueHash }: Shipped): Proof {
  const what = 'the requirements are those of this version';
  if (result.tool.version !== version)
    return unknown(what, `it was made by version ${result.tool.version}, and this is ${version}`);
  const stated = { run: { catalogueHash: result.run.catalogueHash } };
  return proof(what, differences(stated, { run: { catalogueHash } }));
}
