/** Runs one server of the demo, or some cases of it once more, and leaves its result and its config in a folder. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildTarget } from '../../../containers/targets/build.js';
import type { Result } from '../../../reports/result/result.js';
import { executeRun } from '../../api/execute.js';
import { DEFAULTS } from '../../api/limits.js';
import { NotWritten } from '../../api/not-written.js';
import { Output } from '../../api/output.js';
import type { UsageError } from '../../config/errors.js';
import { resolveTarget } from '../../config/resolve.js';
import type { CaseSelector, RunOptions } from '../../run/contract.js';
import { perform } from '../perform.js';
import { formatConfig, makeConfig, SETS, type DemoServer } from './servers.js';

/** The demo is the same every time, and what it takes as everybody does need not stand in the commands that it prints. */
const PLAN = {
  ...DEFAULTS,
  scenarios: [],
  allowTools: [],
  seed: 1,
  failOn: ['fail'],
} as const;

/** What to run of a server, and where to leave it. */
export interface DemoRun {
  server: DemoServer;
  folder: string;
  transports: readonly string[];
  quiet: boolean;
  /** Every scenario, and not the selection of the demo. */
  full: boolean;
}

/** A run that is over. */
export interface Tested extends DemoRun {
  result: Result;
  output: Output;
  /** Its config, as a person would name it. */
  config: string;
  /** Why files of it could not be written. */
  lost?: UsageError;
}

/** Tests a server on these transports. */
export async function testServer(run: DemoRun): Promise<Tested> {
  const output = new Output(run.folder);
  // A config like anybody's, left there so that a single case can be run again from it.
  const config = join(output.folder, 'mcptc.yaml');
  writeFileSync(config, formatConfig(makeConfig(run.server)));
  return execute({ ...run, output, config }, []);
}

/** The same cases once more, as the command beside a finding would: on a server that is started anew. */
export const testAgain = (tested: Tested, cases: readonly CaseSelector[]): Promise<Tested> =>
  execute({ ...tested, quiet: true, output: new Output(join(tested.folder, 'again')) }, cases);

async function execute(
  run: DemoRun & { output: Output; config: string },
  cases: readonly CaseSelector[],
): Promise<Tested> {
  const { server, config, output, full } = run;
  const reproduceWith = ['--config', config];
  // Nobody had a hand in it: it need not be read again.
  const spec = await resolveTarget(makeConfig(server), {
    from: config,
    base: process.cwd(),
    reproduceWith: () => reproduceWith,
    environment: {},
    startTimeoutMs: PLAN.startTimeoutMs,
    env: {},
    headers: {},
    tls: {},
    secrets: [],
  });
  const target = buildTarget(spec);
  const transports = cases.length === 0 ? run.transports : cases.map(({ transport }) => transport);
  const { revisions, fixtures, concurrency } = server;
  const plan = { ...PLAN, concurrency, revisions, fixtures, cases, transports };
  const options: Omit<RunOptions, 'signal' | 'onProgress'> = {
    ...plan,
    target,
    examples: server.examples,
    baseline: server.baseline,
    sets: SETS,
    ...(full || cases.length > 0 ? {} : { only: server.only }),
    report: { ...plan, set: [SETS], full },
  };
  let lost: UsageError | undefined;
  const result = await perform(
    { run: (hooks) => executeRun(options, hooks, output), stop: () => target.stop() },
    { quiet: run.quiet },
  ).catch((error: unknown) => {
    if (!(error instanceof NotWritten)) throw error;
    lost = error;
    return error.result;
  });
  return { ...run, result, ...(lost === undefined ? {} : { lost }) };
}
