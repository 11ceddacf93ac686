/** Checks all that a run needs, such as target, baseline, selectors and keys, before anything starts. */
import { randomInt } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { networkNames } from '../../adapters/index.js';
import { findEngine } from '../../containers/engine/engine.js';
import { FENCE, listLoosened } from '../../containers/engine/fence.js';
import { buildTarget, needsEngine } from '../../containers/targets/build.js';
import type { TargetSpec } from '../../containers/targets/spec.js';
import type { Target } from '../../containers/targets/target.js';
import type { Result } from '../../reports/result/result.js';
import { loadBaseline } from '../config/baseline.js';
import { UsageError } from '../config/errors.js';
import type { RunOptions } from '../run/contract.js';
import type { RunDocument } from './document.js';
import { executeRun, type RunHooks } from './execute.js';
import { writeReportFiles } from './files.js';
import { MAX_SEED } from './limits.js';
import { attempt, NotWritten } from './not-written.js';
import { checkOpenFiles } from './open-files.js';
import { Output } from './output.js';
import { checkBaseline, checkScenarios, checkTransports, parseRevisions, parseSetChoice } from './select.js';
import { listJsonPaths, readSigningKey, writeSignatures } from './signature.js';
import { resolveNamedTarget } from './target.js';

/** Cases at a time on a server of somebody else's, where the user names no number. */
const REMOTE_CONCURRENCY = 2;

/** Shards of one run make the same choices, and nobody is there to tell them which. */
const SHARDED_SEED = 1;

/** A run that makes sense, and of which nothing was started yet. */
export interface PreparedRun {
  /** Folder of the transcripts, where they are kept. */
  readonly transcripts: string | undefined;
  /** Runs, and writes what is to be written. Rejects for faults of the harness, and with `NotWritten`. */
  run(hooks: RunHooks): Promise<Result>;
  /** Ends everything that was started, for who cannot wait for `run`. Idempotent, bounded, never rejects. */
  stop(): Promise<void>;
}

/** Looks up all that a document names. Rejects with `UsageError`. */
export async function prepareRun(document: RunDocument): Promise<PreparedRun> {
  const { reports } = document;
  const key = document.signKey === undefined ? undefined : readSigningKey(document.signKey);
  const signed = listJsonPaths(reports);
  if (key !== undefined && document.output === undefined && signed.length === 0) {
    throw new UsageError('there is no file to sign', 'Name an output folder, or a report json with a path.');
  }
  const options = await optionsOf(document);
  let output: Output | undefined;
  try {
    if (document.output !== undefined) output = new Output(document.output);
  } catch (error) {
    await options.target.stop();
    throw error;
  }
  const transcripts = output?.transcripts;
  return {
    transcripts,
    async run(hooks) {
      const problems: UsageError[] = [];
      const result = await executeRun(options, hooks, output).catch((error: unknown) => {
        if (!(error instanceof NotWritten)) throw error;
        problems.push(error);
        return error.result;
      });
      const kept = output === undefined || problems.length > 0 ? [] : [output.resultFile];
      // What can be written is, whatever else cannot.
      for (const report of reports) {
        const of = transcripts === undefined ? {} : { transcripts };
        problems.push(...(await attempt(() => writeReportFiles(result, [report], of))));
      }
      if (key !== undefined)
        problems.push(...(await attempt(() => writeSignatures(result, key, [...kept, ...signed]))));
      if (problems.length > 0) throw new NotWritten(result, problems);
      return result;
    },
    stop: () => options.target.stop(),
  };
}

/** With nothing left to look up. */
async function optionsOf(document: RunDocument): Promise<Omit<RunOptions, 'signal' | 'onProgress'>> {
  const { cases, scenarios, shard, requireContainers } = document;
  const baseline = document.baseline === undefined ? [] : (await loadBaseline(document.baseline)).entries;
  const { spec, examples, roles, set } = await resolveNamedTarget(document);
  // Exact cases name their transports; nothing else is surveyed for them.
  const transports =
    cases.length > 0 ? [...new Set(cases.map(({ transport }) => transport))] : document.transports;
  checkTransports([...document.transports, ...transports], spec);
  await checkScenarios(scenarios, cases);
  await checkBaseline(baseline);
  const plan = {
    revisions: parseRevisions(document.revisions),
    ...(transports.length === 0 ? {} : { transports }),
    scenarios,
    cases,
    fixtures: document.fixtures,
    allowTools: document.allowTools,
    seed: document.seed ?? (shard === undefined ? randomInt(MAX_SEED) : SHARDED_SEED),
    startTimeoutMs: document.startTimeoutMs,
    requestTimeoutMs: document.requestTimeoutMs,
    scenarioTimeoutMs: document.scenarioTimeoutMs,
    runTimeoutMs: document.runTimeoutMs,
    // What is named comes on top: a run that is made stricter does not forget what it failed on before.
    failOn: [...new Set(['fail' as const, ...document.failOn])],
  };
  const target = buildTarget(spec, needsEngine(spec) ? await findEngine() : undefined);
  const concurrency = document.concurrency ?? defaultConcurrency(target);
  checkOpenFiles(concurrency);
  return {
    ...plan,
    target,
    examples,
    roles,
    concurrency,
    spread: document.concurrency === undefined && !isRemote(target),
    ...(shard === undefined ? {} : { shard }),
    baseline,
    sets: parseSetChoice(set),
    requireContainers,
    loosened: loosenedIn(spec),
    // What else decides the exit code is there too, so that it can be computed again from the result.
    report: {
      ...plan,
      concurrency,
      ...(set.length === 0 ? {} : { set }),
      ...(requireContainers ? { requireContainers } : {}),
    },
  };
}

/** Protections that this target does without, by the name of the option. */
const loosenedIn = ({ transports, fence }: TargetSpec): string[] => [
  ...(networkNames.some((name) => transports[name]?.tls?.insecure === true) ? ['tls.insecure'] : []),
  ...listLoosened({ ...FENCE, ...fence }),
];

const isRemote = ({ hosts }: Target): boolean => Object.values(hosts).some((host) => host.remote);

function defaultConcurrency(target: Target): number {
  return isRemote(target) ? REMOTE_CONCURRENCY : Math.min(8, Math.max(2, availableParallelism()));
}
