/** Measures how long the first case takes in a container, and as a plain process, on each transport. */
import { fileURLToPath } from 'node:url';
import { getNetwork } from '../../adapters/index.js';
import { buildTarget } from '../../containers/targets/build.js';
import { findEngine } from '../../containers/engine/engine.js';
import type { TargetSpec } from '../../containers/targets/spec.js';
import { run } from '../run/run.js';
import { makeBenchOptions } from './settings.js';

const SERVER = fileURLToPath(new URL('../../containers/servers/reference/dual-era.js', import.meta.url));
const DOCKERFILE = fileURLToPath(new URL('../../images/dual-era/Dockerfile', import.meta.url));

/** The first case of every transport: whoever waits for a run waits for this first. */
const ONE = 'shared/messages/id-is-echoed';
const REVISION = '2025-11-25';
const PORTS = { 'streamable-http': 3000, websocket: 3001, grpc: 3002 } as const;
const LISTENS = ['--http-port', '3000', '--ws-port', '3001', '--grpc-port', '3002', '--host', '0.0.0.0'];

export type Benched = 'stdio' | keyof typeof PORTS;

export const benched: readonly Benched[] = ['stdio', 'streamable-http', 'websocket', 'grpc'];

/** What runs in a container on a transport, or as a process of this machine. */
function transportsOf(transport: Benched, contained: boolean): TargetSpec['transports'] {
  const reproduceWith: string[] = [];
  const context = DOCKERFILE.replace(/\/Dockerfile$/, '');
  const args = { BASE_IMAGE: process.env['BASE_IMAGE'] ?? 'mcptc-base/node' };
  const image = { dockerfile: { file: DOCKERFILE, context, args } };
  if (transport === 'stdio') {
    return {
      stdio: contained
        ? { image, reproduceWith }
        : { command: [process.execPath, SERVER, '--stdio'], reproduceWith },
    };
  }
  const options = {
    headers: {},
    metadata: {},
    profile: 'mcp',
    preset: 'tunnel',
    reproduceWith: reproduceWith,
  };
  const port = PORTS[transport];
  const flag = LISTENS[LISTENS.indexOf(String(port)) - 1] as string;
  const { scheme, path = '' } = getNetwork(transport);
  const url = `${scheme}://127.0.0.1:\${PORT}${path}`;
  const reached = contained
    ? { image: { ...image, command: LISTENS }, port, url }
    : { command: [process.execPath, SERVER, flag, '${PORT}'], ready: 'port', url };
  return { [transport]: { ...options, ...reached } };
}

/** Milliseconds from asking for a run to its first verdict; `undefined` where no engine answers. */
export async function timeFirstVerdict(transport: Benched, contained: boolean): Promise<number | undefined> {
  const engine = contained ? await findEngine() : undefined;
  if (engine !== undefined && 'missing' in engine) return undefined;
  const started = performance.now();
  let first: number | undefined;
  const target = buildTarget(
    {
      name: transport,
      transports: transportsOf(transport, contained),
      env: {},
      secrets: [],
      startTimeoutMs: 60_000,
    },
    engine,
  );
  await run({
    ...makeBenchOptions(),
    target,
    revisions: [REVISION],
    scenarios: [ONE],
    runTimeoutMs: 60_000,
    concurrency: 1,
    onProgress: ({ kind }) => {
      if (kind === 'case-ended') first ??= performance.now() - started;
    },
  });
  return first;
}
