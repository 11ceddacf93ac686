import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildTarget } from '../../containers/build.js';
import { loadConfig } from '../config/load.js';
import { resolveTarget } from '../config/resolve.js';
import type { ExitCode } from './invocation.js';
import { OUTPUT, Output, showMatrix } from './output.js';
import { perform } from './run.js';

/** The bundled servers: one that speaks both eras, one that speaks the legacy era only. */
const SERVERS = ['dual-era', 'legacy'] as const;

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
  requestTimeoutMs: 10_000,
  scenarioTimeoutMs: 30_000,
  runTimeoutMs: 600_000,
  concurrency: 4,
  failOn: ['fail'],
} as const;

/** Each server on each transport at every revision; exits with the worst of what the runs exit with. */
export async function demo(options: { quiet?: true }): Promise<ExitCode> {
  const codes: number[] = [];
  for (const server of SERVERS) codes.push(await runServer(server, options.quiet === true));
  // As within one run: 2, then 3, then 1.
  return ([2, 3, 1] as const).find((code) => codes.includes(code)) ?? 0;
}

async function runServer(name: string, quiet: boolean): Promise<number> {
  const file = fileURLToPath(new URL(`../../containers/reference/${name}.js`, import.meta.url));
  if (!existsSync(file)) throw new Error(`${file} is missing from this installation`);
  const output = new Output(join(OUTPUT, 'demo', name));
  // A config like anybody's, left there so that a single case can be run again from it.
  const config = join(output.folder, 'mcptc.yaml');
  writeFileSync(config, configOf(name, file));
  const again = ['--config', config];
  const spec = resolveTarget(await loadConfig(config), {
    from: config,
    base: process.cwd(),
    again: { stdio: again, 'streamable-http': again },
    environment: {},
    startTimeoutMs: PLAN.startTimeoutMs,
    env: {},
    headers: {},
    tls: {},
    secrets: [],
  });
  const result = await perform(
    { ...PLAN, target: buildTarget(spec), examples: {}, report: { ...PLAN } },
    { output, quiet },
  );
  await showMatrix(result, [], output.transcripts);
  return result.run.exitCode;
}

function configOf(name: string, file: string): string {
  const [node, script] = [JSON.stringify(process.execPath), JSON.stringify(file)];
  return `target: reference ${name}
transports:
  stdio: { command: [${node}, ${script}, --stdio] }
  streamable-http: { command: [${node}, ${script}, --http-port, "0"], ready: json-line }
`;
}
