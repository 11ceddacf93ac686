/** Computes again whatever in a result follows from the rest of it, and says where the result is wrong. */
import { toWellFormed } from '../canonical.js';
import { computeExitCode } from '../exit-code.js';
import { plannedCases } from '../survey.js';
import type { Result } from '../result.js';
import { computeResultHash } from '../digest.js';
import { hashPlan } from '../shards.js';
import { makeLevelReader, summarize } from '../summary.js';
import { listDifferences } from './differences.js';
import { proveCatalogue } from './catalogue.js';
import { proveEvidence, proveKnown, proveNew, proveParity, provePlaces } from './cases.js';
import { makeProof, makeUnknownProof, type Proof, type Shipped } from './proof.js';
import { proveSets } from './sets.js';

/** Everything in a result that follows from the rest of it, computed again. */
export function proveResult(given: Result, shipped: Shipped): Proof[] {
  // Half a character is said once, by the digest, and keeps nothing else from being looked at.
  const result = toWellFormed(given);
  return [
    digest(given),
    ...ownProofs(result),
    ...proveCatalogue(result, shipped),
    ...proveSets(result, shipped),
  ];
}

/**
 * Where a result contradicts itself, in words; empty where it does not. A result that somebody changed consistently
 * cannot be told from a true one by itself: that takes a signature.
 */
export const listContradictions = (result: Result): string[] =>
  ownProofs(result)
    .filter(({ holds }) => holds === false)
    .map(({ what, says }) => `it is not so that ${what}: ${says[0]}`);

/** What needs nothing but the result itself. */
const ownProofs = (result: Result): Proof[] => [
  provePlaces(result),
  makeProof(
    'the summary is the sum of the cases',
    listDifferences(
      { summary: result.summary },
      { summary: summarize(result.cases, makeLevelReader(result)) },
    ),
  ),
  proveEvidence(result),
  proveKnown(result),
  proveNew(result),
  plan(result),
  proveParity(result),
  outline(result),
  exitCode(result),
];

function digest(result: Result): Proof {
  const what = 'nothing was changed since it was written';
  if (result.digest === undefined)
    return makeProof(what, ['digest: says nothing, and every result carries one']);
  try {
    return makeProof(what, listDifferences({ digest: result.digest }, { digest: computeResultHash(result) }));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return makeProof(what, [`it has no canonical form: ${error.message}`]);
  }
}

function exitCode(result: Result): Proof {
  const { run } = result;
  const what = 'the exit code follows from the cases';
  const follows = computeExitCode(result);
  // Where parts are missing nothing was decided; where one was cut short, what the others found stands. Never a third.
  const open = run.parts !== undefined && !run.complete && [2, follows].includes(run.exitCode);
  if (open) return makeUnknownProof(what, 'parts of the run are missing, or were cut short');
  return makeProof(
    what,
    listDifferences({ run: { exitCode: run.exitCode } }, { run: { exitCode: follows } }),
  );
}

/** What a result says of the run in two places. */
function outline({ run, baseline = [] }: Result): Proof {
  const { shard, complete, stoppedBy } = run;
  const today = run.startedAt.slice(0, 10);
  // Parts may be of two days.
  const entries = run.parts === undefined ? baseline : [];
  return makeProof('it agrees with itself on what was run, and when', [
    ...(complete === (stoppedBy === null)
      ? []
      : [`run.complete: says ${complete}, and run.stoppedBy says ${JSON.stringify(stoppedBy)}`]),
    ...(shard === undefined || shard.index <= shard.of
      ? []
      : [`run.shard: says ${shard.index} of ${shard.of}`]),
    ...entries.flatMap(({ state, expires }, index) =>
      (state === 'expired') === expires <= today
        ? []
        : [`baseline.${index}.state: says ${state} on ${today}, and it expires on ${expires}`],
    ),
  ]);
}

function plan(result: Result): Proof {
  const { run } = result;
  const what = 'the cases are those that were planned';
  // A part of a plan states the hash of the whole, and what was joined from parts is checked where they are joined.
  if (run.shard !== undefined || run.parts !== undefined)
    return makeUnknownProof(what, 'this is a part of a run, or several');
  if (!run.complete) return makeUnknownProof(what, 'the run was cut short');
  const planHash = hashPlan(plannedCases(result));
  return makeProof(what, listDifferences({ run: { planHash: run.planHash } }, { run: { planHash } }));
}
