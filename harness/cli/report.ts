/** Renders result files again, joins shards into one result and compares with an earlier one. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compareResults, judgeBroken, type Comparison } from '../../reports/result/compare.js';
import { computeExitCode } from '../../reports/result/exit-code.js';
import type { TargetResult } from '../../reports/format.js';
import { CannotJoin, type Part } from '../../reports/result/merge-checks.js';
import { isPart, joinResults } from '../../reports/result/merge.js';
import { NotAResult, parseResult } from '../../reports/result/read.js';
import type { Result } from '../../reports/result/result.js';
import { escapeRunnerCommands, neutralise } from '../../reports/text/neutralise.js';
import { loadScenarios, observedIds } from '../../suites/index.js';
import { UsageError } from '../config/errors.js';
import { reportBaseline } from '../run/baseline.js';
import type { ExitCode } from './invocation.js';
import { checkReports, writeReports } from './output.js';
import { readTextFile } from '../api/files.js';
import { findResults, nameFolders } from './many/folders.js';
import { nameReports, splitReports, writeReportsOfAll } from './many/reports.js';
import { pickWorst } from './many/worst.js';
import { listJsonPaths, readSigningKey, writeSignatures } from '../api/signature.js';
import type { ReportRequest } from './values.js';

interface ReportOptions {
  against?: string;
  failOn?: 'broken';
  signKey?: string;
  verbose?: boolean;
}

/**
 * Renders a result file; exits 0 whatever it says, because rendering it is all that was asked. Several, or shards, are
 * joined first: what they say together nobody has said yet, so that decides the exit code.
 */
export async function runReport(
  paths: readonly string[],
  requests: readonly ReportRequest[],
  { against, failOn, signKey, verbose = false }: ReportOptions = {},
): Promise<ExitCode> {
  checkReports(requests);
  if (failOn !== undefined && against === undefined)
    throw new UsageError('--fail-on broken needs an earlier result', 'Name it: --against main.json');
  const key = signKey === undefined ? undefined : readSigningKey(signKey);
  const targets = await readTargets(paths);
  const [only] = targets;
  if (targets.length > 1 || only?.result === undefined) {
    return reportMany(targets, requests, { against, signKey, verbose });
  }
  const { result, joined, files } = only;
  const comparison = against === undefined ? undefined : compareResults(result, await readResult(against));
  await rethrowAsUsage(
    files.join(', '),
    writeReports(result, requests, transcriptsOf(files), { comparison, verbose }),
  );
  if (key !== undefined) {
    const written = listJsonPaths(requests);
    writeSignatures(result, key, written.length > 0 || joined ? written : [...files]);
  }
  if (failOn !== undefined && comparison !== undefined) return sayBroken(result, comparison);
  return joined ? (result.run.exitCode as ExitCode) : 0;
}

/** What a job that fails by a comparison has to say, wherever its reports went. */
function sayBroken(result: Result, comparison: Comparison): ExitCode {
  const { exitCode, broken } = judgeBroken(result, comparison);
  const names = [...new Set(broken.map(({ requirement }) => requirement)), ...comparison.lost];
  const what =
    exitCode === 0
      ? 'nothing is broken'
      : exitCode === 1
        ? `broken: ${names.slice(0, 10).join(', ')}${names.length > 10 ? ` and ${names.length - 10} more` : ''}`
        : 'this run has decided nothing';
  const since = `${comparison.against.name} of ${comparison.against.startedAt}`;
  const line = `since ${neutralise(since, { max: 120 })}, ${neutralise(what, { max: 600 })}`;
  process.stderr.write(`${escapeRunnerCommands(`mcptc: ${line}`)}\n`);
  return exitCode as ExitCode;
}

/** Beside the results, where all of them lie in one folder. */
function transcriptsOf(files: readonly string[]): string | undefined {
  const folders = new Set(files.map((file) => join(dirname(file), 'transcripts')));
  const [folder] = folders;
  return folders.size === 1 && folder !== undefined && existsSync(folder) ? folder : undefined;
}

/** A target that somebody named by its results. */
interface ReadTarget extends TargetResult {
  files: string[];
  /** Of several results. */
  joined: boolean;
}

/** One table, one page, one file of all. What is written of each on its own is for one. */
async function reportMany(
  targets: readonly ReadTarget[],
  requests: readonly ReportRequest[],
  { against, signKey, verbose }: { against?: string; signKey?: string; verbose: boolean },
): Promise<ExitCode> {
  for (const [option, value] of Object.entries({ against, 'sign-key': signKey })) {
    if (value === undefined) continue;
    const names = targets.map(({ name }) => neutralise(name, { max: 60 })).join(', ');
    throw new UsageError(
      `--${option} is for the result of one target, and these are of ${targets.length}: ${neutralise(names, { max: 600 })}`,
      'Name the results of one.',
    );
  }
  const { ofAll, ofEach } = await splitReports(requests);
  const segments = nameFolders(targets.map(({ name }) => name));
  for (const [index, { result, files }] of targets.entries()) {
    if (result === undefined) continue;
    const named = nameReports(ofEach, segments[index]!);
    await rethrowAsUsage(files.join(', '), writeReports(result, named, transcriptsOf(files), { verbose }));
  }
  await rethrowAsUsage('one of them', writeReportsOfAll(targets, ofAll, { verbose }));
  return pickWorst(targets.filter(({ joined }) => joined).map(({ exitCode }) => exitCode));
}

/** The targets that paths lead to, each by its name: what has the same name are results of one run, and joined. */
async function readTargets(paths: readonly string[]): Promise<ReadTarget[]> {
  const byName = new Map<string, Part[]>();
  const targets: ReadTarget[] = [];
  for (const found of paths.flatMap(findResults)) {
    const { file, name = '', exitCode = 2, problem } = found;
    if (file === undefined) {
      targets.push({
        name,
        exitCode,
        ...(problem === undefined ? {} : { problem }),
        files: [],
        joined: false,
      });
      continue;
    }
    const part = { name: file, result: await readResult(file) };
    const known = byName.get(part.result.target.name);
    if (known === undefined) byName.set(part.result.target.name, [part]);
    else known.push(part);
  }
  for (const [name, parts] of byName) {
    const { result, joined } = await joinParts(parts);
    const files = parts.map((part) => part.name);
    targets.push({ name, result, exitCode: result.run.exitCode, file: files[0]!, files, joined });
  }
  return targets;
}

async function joinParts(parts: readonly Part[]): Promise<{ result: Result; joined: boolean }> {
  const [first] = parts;
  if (parts.length === 1 && first !== undefined && !isPart(first.result)) {
    return { result: first.result, joined: false };
  }
  try {
    return { result: await withStale(joinResults(parts)), joined: true };
  } catch (cause) {
    if (!(cause instanceof CannotJoin)) throw cause;
    throw new UsageError(
      neutralise(cause.message, { max: 1_000 }),
      'Name the results of one run: the same version of mcptc, target, options and seed, each shard once.',
      { cause },
    );
  }
}

/**
 * Whether an entry of the baseline holds everywhere that it names, only all shards together say, and only who knows the
 * scenarios: as in a whole run, one that excuses nothing any more then makes the run fail.
 */
async function withStale(joined: Result): Promise<Result> {
  const { cases, baseline: entries = [], run, target } = joined;
  if (!entries.some(({ state }) => state === 'unused')) return joined;
  const there = {
    scenarios: await loadScenarios(),
    observed: await observedIds(),
    transports: Object.keys(target.transports),
  };
  const found = reportBaseline(cases, entries, there, run.startedAt.slice(0, 10));
  const baseline = entries.map((entry, index) =>
    entry.state === 'unused' && found[index]?.state === 'stale'
      ? { ...entry, state: 'stale' as const }
      : entry,
  );
  const result = { ...joined, baseline };
  // Where shards are missing nothing is decided, whatever the rest says.
  return run.complete ? { ...result, run: { ...run, exitCode: computeExitCode(result) } } : result;
}

/** A result that somebody names. Rejects with `UsageError` for what is none, or was changed since it was written. */
export const readResult = (file: string): Promise<Result> =>
  rethrowAsUsage(file, parseResult(readTextFile(file)));

const NEXT: Readonly<Record<string, string>> = {
  result: 'Name the result.json of a run.',
  badge: 'Name a file that `mcptc report RESULT --report badge=FOLDER` wrote.',
};

/** What is no result, in words for whoever named it. */
export const rethrowAsUsage = <T>(file: string, work: Promise<T>, kind = 'result'): Promise<T> =>
  work.catch((cause: unknown) => {
    if (!(cause instanceof NotAResult)) throw cause;
    throw new UsageError(`${file} is no ${kind}: ${neutralise(cause.message, { max: 400 })}`, NEXT[kind], {
      cause,
    });
  });
