import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Result } from '../reports/result/result.js';

const CLI = fileURLToPath(new URL('./cli/main.js', import.meta.url));

export interface Ran {
  pid: number;
  code: number | null;
  ms: number;
  /** The most memory that the harness held at a time, in bytes. */
  memory: number;
  /** The last of what it said on standard error. */
  said: string;
  result: Result;
}

/** Told by the process itself as it ends. */
const TELL_MEMORY = `data:text/javascript,process.on('exit',()=>process.stderr.write('\\nrss='+process.resourceUsage().maxRSS))`;

/** The command line as users run it, as a process of its own that works in `folder`. */
export const runCommandLine = (folder: string, ...args: string[]): Promise<Ran> =>
  runCommandLineOf(CLI, folder, ...args);

/** The same of another copy of the program, by its entry file. */
export async function runCommandLineOf(cli: string, folder: string, ...args: string[]): Promise<Ran> {
  const report = join(folder, `${Math.random()}.json`);
  const started = performance.now();
  const flags = ['--import', TELL_MEMORY, cli, 'run', '--report', `json=${report}`];
  const child = spawn(process.execPath, [...flags, ...args], {
    cwd: folder,
    // That of the test: Jest's own is another one.
    env: process.env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr = `${stderr}${chunk.toString()}`.slice(-4_096)));
  const [code] = (await once(child, 'close')) as [number | null];
  const ms = performance.now() - started;
  const memory = Number(/rss=(\d+)$/.exec(stderr)?.[1]) * 1024;
  return {
    pid: child.pid ?? 0,
    code,
    ms,
    memory,
    said: stderr,
    result: JSON.parse(await readFile(report, 'utf8')) as Result,
  };
}

/** Checks that passed, in all cases. */
export const countPasses = ({ result }: Ran): number =>
  result.cases.flatMap((c) => c.checks).filter(({ verdict }) => verdict === 'pass').length;

/** What a run held against its target, or against us. */
export const listComplaints = ({ result }: Ran) =>
  result.cases.flatMap((c) =>
    [
      ...c.checks,
      ...(c.status === 'error' ? [{ requirement: 'error', verdict: 'error', received: c.reason }] : []),
    ]
      .filter(({ verdict }) => verdict === 'fail' || verdict === 'warn' || verdict === 'error')
      .map((check) => ({ case: `${c.transport}/${c.revision}/${c.scenario}`, ...check })),
  );
