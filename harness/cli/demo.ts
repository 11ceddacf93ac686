/** Carries out `mcptc demo`: runs the bundled reference servers and shows the matrix of results. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LEGACY_REVISIONS, MODERN_REVISIONS } from '../../adapters/revision.js';
import { buildTarget } from '../../containers/targets/build.js';
import { knownSdkFailures } from '../../containers/servers/reference/known-failures.js';
import type { UsageError } from '../config/errors.js';
import { loadConfig } from '../config/load.js';
import { resolveTarget } from '../config/resolve.js';
import type { KnownFailure } from '../../reports/result/result.js';
import type { RunOptions } from '../run/contract.js';
import type { ExitCode } from './invocation.js';
import { executeRun } from '../api/execute.js';
import { OUTPUT } from '../api/limits.js';
import { NotWritten } from '../api/not-written.js';
import { Output } from '../api/output.js';
import { showMatrix } from './output.js';
import { perform } from './perform.js';

/** The bundled servers: one that speaks both eras, one that speaks the legacy era only. */
const SERVERS = ['dual-era', 'legacy'] as const;
type Server = (typeof SERVERS)[number];

/** The newest revision of each era; there everything runs, at the older ones what is quick. */
const NEWEST: readonly string[] = [LEGACY_REVISIONS.at(-1), MODERN_REVISIONS.at(-1)].filter(
  (r) => r !== undefined,
);

/**
 * What a newcomer waits for: of what shares a session, the heart of the protocol; at older revisions less of it, and nothing
 * that calls many tools.
 */
const QUICK = /^shared\/(lifecycle|messages|discovery|tools|resources|prompts)\//;
const QUICKEST = /^shared\/(lifecycle|tools)\/(?!input-is-validated|safe-calls)/;

const isQuick: RunOptions['only'] = ({ revision, scenario, isolation }) =>
  isolation === 'shared' && (NEWEST.includes(revision) ? QUICK : QUICKEST).test(scenario);

/** The demo is the same every time. */
const SEED = 1;

const PLAN = {
  revisions: 'all',
  scenarios: [],
  cases: [],
  fixtures: 'require',
  allowTools: [],
  seed: SEED,
  startTimeoutMs: 60_000,
  requestTimeoutMs: 5_000,
  scenarioTimeoutMs: 30_000,
  runTimeoutMs: 600_000,
  concurrency: 6,
  failOn: ['fail'],
} as const;

/** These servers are ours: they are held to every check that there is. */
const SETS = 'latest' as const;

/** Each server on each transport at every revision; exits with the worst of what the runs exit with. */
export async function runDemo(options: { quiet?: true; full?: true }): Promise<ExitCode> {
  // Side by side, because one waits while the other works; the progress shown is that of the first.
  const runs = await Promise.all(
    SERVERS.map((server, index) =>
      runServer(server, { ...options, quiet: options.quiet === true || index > 0 }),
    ),
  );
  for (const shown of runs) await shown.show();
  if (options.full !== true) {
    process.stdout.write(
      '\nA selection that takes seconds. Every scenario at every revision: mcptc demo --full\n',
    );
  }
  const codes = runs.map(({ code }) => code);
  // As within one run: 2, then 3, then 1.
  return ([2, 3, 1] as const).find((code) => codes.includes(code)) ?? 0;
}

interface Shown {
  code: number;
  show(): Promise<void>;
}

async function runServer(name: Server, options: { quiet: boolean; full?: true }): Promise<Shown> {
  const file = fileURLToPath(new URL(`../../containers/servers/reference/${name}.js`, import.meta.url));
  if (!existsSync(file)) throw new Error(`${file} is missing from this installation`);
  const output = new Output(join(OUTPUT, 'demo', name));
  const baseline = baselineOf(name);
  // A config like anybody's, left there so that a single case can be run again from it.
  const config = join(output.folder, 'mcptc.yaml');
  writeFileSync(config, configOf(name, file));
  const reproduceWith = ['--config', config];
  const spec = await resolveTarget(await loadConfig(config), {
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
  const plan = {
    ...PLAN,
    target,
    examples: {},
    baseline,
    sets: SETS,
    ...(options.full === true ? {} : { only: isQuick }),
    report: { ...PLAN, set: [SETS], full: options.full === true },
  };
  let lost: UsageError | undefined;
  const result = await perform(
    { run: (hooks) => executeRun(plan, hooks, output), stop: () => target.stop() },
    { quiet: options.quiet },
  ).catch((error: unknown) => {
    if (!(error instanceof NotWritten)) throw error;
    lost = error;
    return error.result;
  });
  const gone = options.full === true ? (result.baseline ?? []).filter(({ state }) => state !== 'used') : [];
  return {
    code: gone.length > 0 ? Math.max(1, result.run.exitCode) : result.run.exitCode,
    async show() {
      await showMatrix(result, [], output.transcripts);
      for (const { requirement, issue } of gone) {
        process.stderr.write(`${requirement} holds now: delete its entry for ${issue} from the baseline\n`);
      }
      if (lost !== undefined) throw lost;
    },
  };
}

/** What the SDK under a server is known to get wrong. */
const baselineOf = (name: Server): KnownFailure[] =>
  knownSdkFailures
    .filter(({ servers }) => servers.includes(name))
    .map(({ servers: _, ...fault }) => ({ ...fault, owner: 'the reference servers', expires: '2027-06-01' }));

function configOf(name: string, file: string): string {
  const words = (...args: string[]): string => JSON.stringify([process.execPath, file, ...args]);
  // The same command is the same process: one server that listens on three transports.
  const ports = ['--http-port', '0', '--ws-port', '0', '--grpc-port', '0'];
  const listens = `command: ${words(...ports)}, ready: json-line`;
  return `target: reference ${name}
set: ${SETS}
transports:
  stdio: { command: ${words('--stdio')} }
  streamable-http: { ${listens} }
  websocket: { ${listens}, claim: true }
  grpc: { ${listens}, claim: true }
`;
}
