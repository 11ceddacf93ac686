/** Joins several results into one: the shards of a run, or runs on different transports. */
import { computeCanonicalHash, toWellFormed } from './canonical.js';
import { trimResult } from './trim.js';
import { computeExitCode } from './exit-code.js';
import { SURVEY, plannedCases } from './survey.js';
import {
  CannotJoin,
  checkAlike,
  checkApart,
  checkSameTransports,
  listMissingShards,
  wasTested,
  type Part,
} from './merge-checks.js';
import { joinParity } from './merge-parity.js';
import type {
  BaselineReport,
  CaseReport,
  PartReport,
  RequirementReport,
  Result,
  SetReport,
  TransportReport,
} from './result.js';
import { computeResultHash } from './digest.js';
import { getCaseKey, hashPlan } from './shards.js';
import { joinSurfaces } from './surface.js';
import { makeLevelReader, summarize } from './summary.js';
import { listContradictions } from './verify/result.js';

/** Whether a result can only be understood together with others. */
export const isPart = ({ run }: Result): boolean => run.shard !== undefined;

/**
 * One result of several: the shards of a run, and runs of one target on different transports.
 * Shards that are missing make it incomplete, with exit code 2; whatever else does not fit throws `CannotJoin`.
 */
export function joinResults(parts: readonly Part[]): Result {
  const [first] = parts;
  if (first === undefined) throw new CannotJoin('there is nothing to join');
  for (const { name, result } of parts) {
    if (toWellFormed(result) !== result) {
      throw new CannotJoin(`${name} holds half a character: it has no canonical form to check`);
    }
    const [why] = listContradictions(result);
    if (why !== undefined) throw new CannotJoin(`${name} contradicts itself, so somebody changed it: ${why}`);
  }
  for (const part of parts) checkAlike(first, part);
  checkSameTransports(parts);
  const plans = byPlan(parts);
  const missing = plans.flatMap(listMissingShards);
  checkApart(plans);
  return join(first.result, parts, plans, missing);
}

function byPlan(parts: readonly Part[]): Part[][] {
  const plans = new Map<string, Part[]>();
  for (const part of parts) {
    const { planHash } = part.result.run;
    plans.set(planHash, [...(plans.get(planHash) ?? []), part]);
  }
  return [...plans.values()];
}

function join(
  first: Result,
  parts: readonly Part[],
  plans: readonly (readonly Part[])[],
  missing: readonly string[],
): Result {
  const results = parts.map(({ result }) => result);
  const cases = joinedCases(results);
  const requirements = joinedRequirements(results);
  const summary = summarize(cases, makeLevelReader({ requirements }));
  const parity = joinParity(plans.map((plan) => plan.map(({ result }) => result)));
  const complete = missing.length === 0 && results.every(({ run }) => run.complete);
  const { shard: _, ...run } = first.run;
  const { digest: __, ...rest } = first;
  const baseline = joinedBaseline(parts);
  const joined: Result = {
    ...rest,
    ...joinedSets(results),
    ...(baseline.length === 0 ? {} : { baseline }),
    run: {
      ...run,
      startedAt: results.map(({ run: { startedAt } }) => startedAt).toSorted()[0] ?? run.startedAt,
      durationMs: results.reduce((sum, { run: { durationMs } }) => sum + durationMs, 0),
      complete,
      stoppedBy: stoppedBy(results, missing),
      planHash: plans.length === 1 ? run.planHash : hashPlan(plannedCases({ cases })),
      parts: results.map(partOf),
      sets: Object.assign({}, ...results.map(({ run: { sets } }) => sets)) as Result['run']['sets'],
      loosened: [...new Set(results.flatMap(({ run: { loosened } }) => loosened))].sort(),
      options: joinedOptions(results, run.options),
      ...joinedContainers(results),
    },
    target: {
      ...first.target,
      serverInfo: results.find(wasTested)?.target.serverInfo ?? first.target.serverInfo,
      transports: joinedTransports(results),
      ...joinSurfaces(results),
    },
    requirements,
    scenarios: Object.fromEntries(results.flatMap(({ scenarios }) => Object.entries(scenarios ?? {}))),
    cases,
    parity,
    summary,
  };
  // Whatever the rest says: what was not looked at may be worse, also in what was joined before.
  const undecided = missing.length > 0 || results.some(lacksParts);
  joined.run.exitCode = undecided ? 2 : computeExitCode(joined);
  return trimResult(joined);
}

/** Runs of several transports may each be of some cases: so is what they are joined to. */
function joinedOptions(results: readonly Result[], options: Result['run']['options']): typeof options {
  const named = (part: Result): unknown[] => {
    const { cases } = part.run.options;
    return Array.isArray(cases) ? cases : [];
  };
  const cases = [...new Map(results.flatMap(named).map((one) => [computeCanonicalHash(one), one])).values()];
  return cases.length === 0 ? options : { ...options, cases };
}

/** Joined before, from parts that were not all there. */
const lacksParts = ({ run }: Result): boolean =>
  run.parts !== undefined && !run.complete && run.exitCode === 2;

/** In the order in which the parts name them, each as the first part has it. */
function joinedTransports(results: readonly Result[]): Result['target']['transports'] {
  const transports = new Map<string, TransportReport>();
  for (const [name, report] of results.flatMap(({ target }) => Object.entries(target.transports))) {
    // What could not be run for one part may have been run for another.
    if (transports.get(name)?.notRun === true || !transports.has(name)) transports.set(name, report);
  }
  return Object.fromEntries(transports);
}

const partOf = (result: Result): PartReport => ({
  ...(result.run.shard === undefined ? {} : { shard: result.run.shard }),
  transports: Object.keys(result.target.transports),
  startedAt: result.run.startedAt,
  durationMs: result.run.durationMs,
  sha256: computeResultHash(result),
});

/** In the order of one run. Every shard surveys the target; what it saw there stands once. */
function joinedCases(results: readonly Result[]): CaseReport[] {
  const cases = new Map<string, CaseReport>();
  for (const one of results.flatMap(({ cases }) => cases)) {
    if (one.scenario !== SURVEY || !cases.has(getCaseKey(one))) cases.set(getCaseKey(one), one);
  }
  return [...cases].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

/** Each as the newest revision puts it at which it was judged, as in one run. */
function joinedRequirements(results: readonly Result[]): Record<string, RequirementReport> {
  const newest = new Map<string, { revision: string; report: RequirementReport }>();
  for (const { cases, requirements } of results) {
    for (const { revision, checks } of cases) {
      for (const { requirement } of checks) {
        const report = Object.hasOwn(requirements, requirement) ? requirements[requirement] : undefined;
        const known = newest.get(requirement);
        if (report === undefined || (known !== undefined && known.revision >= revision)) continue;
        if (known !== undefined && known.report.level !== report.level) {
          throw new CannotJoin(`the level of ${requirement} is not the same in all of them: one was changed`);
        }
        newest.set(requirement, { revision, report });
      }
    }
  }
  return Object.fromEntries(
    [...newest].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, { report }]) => [id, report]),
  );
}

function stoppedBy(results: readonly Result[], missing: readonly string[]): string | null {
  if (missing.length > 0) {
    const one = missing.length === 1;
    return `shard${one ? '' : 's'} ${missing.join(', ')} ${one ? 'is' : 'are'} missing`;
  }
  return results.find(({ run }) => run.stoppedBy !== null)?.run.stoppedBy ?? null;
}

/** The frozen sets of all revisions; of one revision there is one. */
function joinedSets(results: readonly Result[]): Pick<Result, 'sets'> {
  const sets = new Map<string, SetReport>();
  for (const set of results.flatMap(({ sets = [] }) => sets)) {
    const known = sets.get(set.revision);
    if (known !== undefined && computeCanonicalHash(known) !== computeCanonicalHash(set)) {
      throw new CannotJoin(`the frozen set of ${set.revision} is not the same in all of them`);
    }
    sets.set(set.revision, set);
  }
  if (sets.size === 0) return {};
  return { sets: [...sets.values()].sort((a, b) => (a.revision < b.revision ? -1 : 1)) };
}

/** Entry by entry: what one part used is in use, and what all call dead is dead. */
function joinedBaseline(parts: readonly Part[]): BaselineReport[] {
  const [first, ...others] = parts as readonly [Part, ...Part[]];
  const entriesOf = ({ result: { baseline = [] } }: Part): BaselineReport[] => baseline;
  // Where the file lay, and what came of an entry, is each part's own.
  const same = (part: Part): string =>
    computeCanonicalHash(entriesOf(part).map(({ at: _, state: __, ...entry }) => entry));
  const other = others.find((part) => same(part) !== same(first));
  // A check says by its place which entry excuses it.
  if (other !== undefined) throw new CannotJoin(`${first.name} and ${other.name} have different baselines`);
  return entriesOf(first).map((entry, index) => {
    const states = parts.flatMap((part) => entriesOf(part)[index]?.state ?? []);
    const alive = (['used', 'unused'] as const).find((state) => states.includes(state));
    return { ...entry, state: alive ?? entry.state };
  });
}

function joinedContainers(results: readonly Result[]): Pick<Result['run'], 'containers'> {
  const all = results.flatMap(({ run: { containers } }) => (containers === undefined ? [] : [containers]));
  const [first] = all;
  if (first === undefined) return {};
  const medians = all.map(({ medianStartMs }) => medianStartMs).toSorted((a, b) => a - b);
  return {
    containers: {
      engine: first.engine,
      started: all.reduce((sum, { started }) => sum + started, 0),
      startMs: all.reduce((sum, { startMs }) => sum + startMs, 0),
      // That of the medians: the single figures are not in the results.
      medianStartMs: medians[medians.length >> 1] ?? 0,
    },
  };
}
