/** Carries out `mcptc run` for several targets: a process and a folder for each, one table, and the worst exit code. */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { networkNames } from '../../../adapters/index.js';
import type { TargetResult } from '../../../reports/format.js';
import { parseResult } from '../../../reports/result/read.js';
import { RESULT_FILE } from '../../../reports/result/paths.js';
import { readTextFile } from '../../api/files.js';
import { OUTPUT } from '../../api/limits.js';
import { Output } from '../../api/output.js';
import { findConfig, loadConfig } from '../../config/load.js';
import { readMcpJson } from '../../config/mcp-json.js';
import { runConcurrently } from '../../run/concurrency.js';
import type { ExitCode } from '../invocation.js';
import { checkReports } from '../output.js';
import type { RunCommandOptions } from '../run-command.js';
import { makeRunRequest } from '../run-request.js';
import { watchSignals } from '../signals.js';
import { startChild, type ChildOutcome, type ChildRun } from './child.js';
import { showMany, showPlainMany, type Line, type ManyDisplay } from './display.js';
import { nameFolders, writeList } from './folders.js';
import { nameReports, splitReports, writeReportsOfAll } from './reports.js';
import { pickWorst } from './worst.js';
import { refuseOptionsOfOne, type ManyTargets } from './targets.js';

/** Servers at a time where nobody names a number: their processes, and ours, share the processors. */
const DEFAULT_JOBS = 8;

/** A target of the run, and what came of it. */
interface One extends Line {
  folder: string;
  host: string | undefined;
  outcome?: ChildOutcome;
}

/** `mcptc run` for every target that a file names, or for those of it that were picked. */
export async function runMany(named: ManyTargets, given: RunCommandOptions): Promise<ExitCode> {
  const { report = [], output = OUTPUT, quiet = false, verbose = false } = given;
  refuseOptionsOfOne(given, named.names.length);
  checkReports(report);
  const { ofAll, ofEach } = await splitReports(report);
  // Clears what an earlier run of one target left there.
  const { folder: root } = new Output(output);
  const folders = nameFolders(named.names);
  const all: One[] = [];
  for (const [index, name] of named.names.entries())
    all.push({ name, folder: folders[index]!, host: await findHost(named, name) });
  const startedAt = performance.now();
  await testAll(all, { named, given, output: root, ofEach, quiet });
  const results: TargetResult[] = [];
  for (const one of all) results.push(await readOutcome(one, root));
  writeList(
    root,
    results.map(({ name, exitCode, problem }, index) => ({
      name,
      folder: folders[index]!,
      exitCode,
      ...(problem === undefined ? {} : { problem }),
    })),
  );
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  process.stderr.write(`mcptc: ${all.length} servers in ${seconds} s; results in ${root}\n`);
  const printed = ofAll.some(({ path }) => path === undefined);
  await writeReportsOfAll(results, printed ? ofAll : [...ofAll, { format: 'matrix' }], { verbose });
  return pickWorst(results.map(({ exitCode }) => exitCode));
}

const NOT_RUN: ChildOutcome = { exitCode: 2, problem: 'not run: the run was ended before its turn' };

interface Work {
  named: ManyTargets;
  given: RunCommandOptions;
  output: string;
  ofEach: NonNullable<RunCommandOptions['report']>;
  quiet: boolean;
}

async function testAll(all: readonly One[], work: Work): Promise<void> {
  const running = new Map<One, ChildRun>();
  const display = work.quiet ? showPlainMany(all, () => undefined) : await showMany(all, process.stderr);
  const interrupt = watchSignals({
    stop: async () => {
      for (const child of running.values()) child.leave();
      await Promise.all([...running.values()].map(({ outcome }) => outcome));
    },
  });
  interrupt.signal.addEventListener('abort', () => running.forEach((child) => child.end()));
  const hosts = (): Set<string | undefined> => new Set([...running.keys()].map(({ host }) => host));
  try {
    await runConcurrently(
      all,
      work.given.jobs ?? Math.min(DEFAULT_JOBS, availableParallelism()),
      async (one) => {
        running.set(one, startOne(one, work, display));
        try {
          one.outcome = await running.get(one)!.outcome;
        } finally {
          running.delete(one);
        }
        one.ended = describeEnd(one);
        display.changed(one);
      },
      {
        stopped: () => interrupt.signal.aborted,
        // Two names of one address would be one server under twice the load.
        cost: ({ host }) => (host !== undefined && hosts().has(host) ? undefined : 0),
      },
    );
  } finally {
    display.done();
    interrupt.done();
  }
}

function startOne(one: One, { named, given, output, ofEach }: Work, display: ManyDisplay): ChildRun {
  one.startedAt = performance.now();
  const { target, options } = makeRunRequest([], undefined, {
    ...given,
    server: [one.name],
    output: join(output, one.folder),
    report: nameReports(ofEach, one.folder),
  });
  const job = { kind: 'job' as const, target: { ...target, ...fileOf(named) }, options };
  return startChild(job, {
    onStanding: (standing) => {
      one.standing = standing;
      display.changed(one);
    },
    onNote: (text) => display.note(one, text),
  });
}

const fileOf = ({ from, config }: ManyTargets) => ({
  ...(from === undefined ? {} : { from }),
  ...(config === undefined ? {} : { config }),
});

const ENDS: Readonly<Record<number, string>> = {
  0: '✔ conforms',
  1: '✘ does not conform',
  2: '✘ nothing was decided',
  3: '✘ could not be tested',
};

function describeEnd({ outcome = NOT_RUN, standing, startedAt = 0 }: One): string {
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const counts =
    standing === undefined || standing.total === 0
      ? ''
      : `: ${standing.passed} passed, ${standing.failed} failed`;
  return `${ENDS[outcome.exitCode] ?? '✘'}${counts}  ${seconds} s`;
}

async function readOutcome({ name, folder, outcome = NOT_RUN }: One, output: string): Promise<TargetResult> {
  const { exitCode, problem, next } = outcome;
  if (problem !== undefined) {
    return { name, exitCode, problem: next === undefined ? problem : `${problem}\nnext: ${next}` };
  }
  const file = join(output, folder, RESULT_FILE);
  return { name, exitCode, file, result: await parseResult(readTextFile(file)) };
}

/** Host and port of a target that is reached by URL. What is wrong with its description is told when it is run. */
async function findHost({ from, config }: ManyTargets, name: string): Promise<string | undefined> {
  try {
    const { transports } =
      from === undefined ? await loadConfig(config ?? findConfig()!, name) : readMcpJson(from, name);
    const url = networkNames.map((one) => transports[one]?.url).find((one) => one !== undefined);
    return url === undefined ? undefined : new URL(url).host;
  } catch {
    return undefined;
  }
}
