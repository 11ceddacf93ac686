/** One run of the command line against one hostile server, and what it cost. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ofConnections } from '../../containers/servers/hostile/connections.js';
import { overAny } from '../../containers/servers/hostile/messages.js';
import type { Result } from '../../reports/result/result.js';

const SERVER = fileURLToPath(new URL('../../containers/servers/hostile/main.js', import.meta.url));
const CLI = fileURLToPath(new URL('../cli/main.js', import.meta.url));

/** Milliseconds after which a run is ended: it has failed by then. */
const LIMIT = 90_000;
/** Characters of a fault that are shown. */
const SHOWN = 90;
/** As for a user who has no time. */
const BRIEF = ['--quiet', '--request-timeout', '5s'];

export interface Hostile {
  name: string;
  transport: string;
  /** What the server is told; nothing over stdio. */
  listen: readonly string[];
  says: RegExp;
  codes: readonly number[];
}

export interface HostileRun {
  seconds: number;
  mib: number;
  code: number | null;
  /** The finding that names the fault; the first one where none does. */
  fault: string;
  isNamed: boolean;
  /** Processes of the target that outlived the run; servers that we started ourselves are not counted. */
  left: number;
}

const MODES = {
  stdio: [],
  'streamable-http': ['--http-port', '0'],
  websocket: ['--ws-port', '0'],
  grpc: ['--grpc-port', '0'],
} as const;

/** Every hostile server on every transport. */
export const listHostile = (): Hostile[] => [
  ...Object.entries(overAny).flatMap(([name, { says }]) =>
    Object.entries(MODES).map(([transport, listen]) => ({ name, transport, listen, says, codes: [1] })),
  ),
  ...Object.entries(ofConnections).map(([name, { says, scheme }]) => ({
    name,
    transport: scheme,
    listen: ['--port', '0'],
    says,
    codes: [1],
  })),
];

/** Told by the process itself as it ends, in KiB. `maxRSS` of Node counts what its parent had before. */
const TELL_MEMORY = `data:text/javascript,import{readFileSync}from'node:fs';process.on('exit',()=>process.stderr.write('\\nrss='+/VmHWM:\\s+(\\d+)/.exec(readFileSync('/proc/self/status','utf8'))[1]))`;

export async function runHostile(one: Hostile, folder: string): Promise<HostileRun> {
  const word = `word-${Math.random()}`;
  const server = one.listen.length === 0 ? undefined : await start(one);
  const target = server === undefined ? ['--', process.execPath, SERVER, one.name, word] : [server.url];
  const output = join(folder, word);
  const started = performance.now();
  const child = spawn(
    process.execPath,
    ['--import', TELL_MEMORY, CLI, 'run', ...BRIEF, '--output', output, ...target],
    { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said = `${said}${chunk.toString()}`.slice(-4_096)));
  const limit = setTimeout(() => child.kill('SIGKILL'), LIMIT);
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(limit);
  const seconds = (performance.now() - started) / 1_000;
  if (server !== undefined) await end(server.child);
  const faults = await readFaults(join(output, 'result.json'));
  const named = faults.find((fault) => one.says.test(fault));
  const shown = (named ?? faults[0] ?? said.trim()).replaceAll(/[\s|]+/g, ' ');
  return {
    seconds,
    mib: Number(/rss=(\d+)$/.exec(said)?.[1] ?? Infinity) / 1_024,
    code,
    fault: shown.slice(0, SHOWN),
    isNamed: named !== undefined,
    left: await countProcesses(word),
  };
}

async function start({ name, listen }: Hostile): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [SERVER, name, ...listen], { stdio: ['ignore', 'pipe', 'ignore'] });
  for await (const line of createInterface({ input: child.stdout })) {
    child.stdout.resume();
    return { child, url: (JSON.parse(line) as { url: string }).url };
  }
  throw new Error(`${name} ended before it listened`);
}

async function end(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  if (child.kill('SIGKILL')) await exited;
}

/** What was held against the target, as a report has it. */
async function readFaults(file: string): Promise<string[]> {
  try {
    const { cases, target } = JSON.parse(await readFile(file, 'utf8')) as Result;
    const checks = cases.flatMap((one) => one.checks).filter(({ verdict }) => verdict === 'fail');
    return [
      ...checks.map(({ requirement, received }) => `${requirement}: ${received}`),
      ...Object.values(target.transports).flatMap(({ reason }) => (reason === undefined ? [] : [reason])),
    ];
  } catch {
    return [];
  }
}

/** Processes with this word on their command line; none where the system does not tell. */
async function countProcesses(word: string): Promise<number> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  );
  return lines.filter((line) => line.includes(word) && line.includes('/hostile/')).length;
}
