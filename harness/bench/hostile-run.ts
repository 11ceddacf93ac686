/** One run of the command line against one hostile server, and what it cost. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Result } from '../../reports/result/result.js';
import type { Hostile } from './hostile-list.js';

const SERVER = fileURLToPath(new URL('../../containers/servers/hostile/main.js', import.meta.url));
const CLI = fileURLToPath(new URL('../cli/main.js', import.meta.url));

/** Milliseconds after which a run is ended: it has failed by then. */
const LIMIT = 90_000;
/** Milliseconds that a process may take to go once its run is over, and between two looks. */
const LINGER = 2_000;
const LOOK = 100;
/** Characters of a fault that are shown. */
const SHOWN = 90;
/** As for a user who has no time. */
const BRIEF = ['--quiet', '--request-timeout', '5s', '--start-timeout', '15s'];

export interface HostileRun {
  seconds: number;
  /** Processor time of the harness, user and system: what is left of the seconds on a machine with other work. */
  cpu: number;
  /** The most that was resident; NaN where nobody could ask, because the run had to be ended. */
  mib: number;
  code: number | null;
  /** Whether it was ended at the limit. */
  isEnded: boolean;
  /** The finding that names the fault; the first one where none does. */
  fault: string;
  isNamed: boolean;
  /** Processes of the run and of its target that outlived it. */
  left: number;
}

/** Told by the process itself as it ends, in KiB. `maxRSS` of Node counts what its parent had before. */
const TELL = `data:text/javascript,import{readFileSync}from'node:fs';process.on('exit',()=>{const{user,system}=process.cpuUsage();process.stderr.write('\\ncpu='+(user+system)/1e6+' rss='+/VmHWM:\\s+(\\d+)/.exec(readFileSync('/proc/self/status','utf8'))[1])})`;

/** Every process of it has a word of its own on its command line, by which it is found; none of them is left in any case. */
export async function runHostile(one: Hostile, folder: string, signal: AbortSignal): Promise<HostileRun> {
  const word = `word-${Math.random()}`;
  const output = join(folder, word);
  const children: ChildProcess[] = [];
  try {
    const urls: string[] = [];
    for (const listen of one.listens) {
      const child = startServer([one.name, ...listen, word]);
      children.push(child);
      urls.push(await readUrl(child));
    }
    const command = one.isCommand ? ['--', process.execPath, SERVER, one.name, word] : [];
    const { said, ...ran } = await runCli([...urls, ...command], output, signal);
    await Promise.all(children.map(end));
    const fault = await readFault(one.says, join(output, 'result.json'), said);
    return { ...ran, ...fault, left: (await findLeft(word)).length };
  } finally {
    await Promise.all(children.map(end));
    for (const pid of await findProcesses(word)) kill(pid);
  }
}

/** The command line against these targets; rejects, and is ended, once the signal comes. */
async function runCli(targets: readonly string[], output: string, signal: AbortSignal) {
  const started = performance.now();
  const child = spawn(
    process.execPath,
    ['--import', TELL, CLI, 'run', ...BRIEF, '--output', output, ...targets],
    { cwd: dirname(output), stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said = `${said}${chunk.toString()}`.slice(-4_096)));
  let isEnded = false;
  const stop = (): void => void (isEnded = child.kill('SIGKILL'));
  const limit = setTimeout(stop, LIMIT);
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(limit);
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
  const seconds = (performance.now() - started) / 1_000;
  const [, cpu = NaN, kib = NaN] = /\ncpu=([\d.]+) rss=(\d+)$/.exec(said) ?? [];
  return { seconds, cpu: Number(cpu), mib: Number(kib) / 1_024, code, isEnded, said };
}

const startServer = (args: readonly string[]): ChildProcess =>
  spawn(process.execPath, [SERVER, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });

async function readUrl({ stdout, spawnargs }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error('its output is read from a pipe');
  for await (const line of createInterface({ input: stdout })) {
    stdout.resume();
    return (JSON.parse(line) as { url: string }).url;
  }
  throw new Error(`${spawnargs.join(' ')} ended before it listened`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  if (child.kill('SIGKILL')) await exited;
}

async function readFault(
  says: RegExp,
  file: string,
  said: string,
): Promise<Pick<HostileRun, 'fault' | 'isNamed'>> {
  const faults = await readFaults(file);
  const named = faults.find((fault) => says.test(fault));
  const text = (named ?? faults[0] ?? said.trim()).replaceAll(/[\s|]+/g, ' ');
  const start = Math.max(0, text.search(says) - SHOWN / 2);
  const shown = `${start === 0 ? '' : '…'}${text.slice(start, start + SHOWN)}`;
  return { fault: shown, isNamed: named !== undefined };
}

/** What was held against the target, as a report has it, and what could not be seen. */
async function readFaults(file: string): Promise<string[]> {
  try {
    const { cases, target } = JSON.parse(await readFile(file, 'utf8')) as Result;
    const checks = cases.flatMap((one) => one.checks);
    const faults = checks.filter(({ verdict }) => verdict === 'fail');
    const unseen = checks.filter(({ verdict }) => verdict === 'not-verified');
    return [
      ...faults.map(({ requirement, received }) => `${requirement}: ${received}`),
      ...unseen.map(({ requirement, expected }) => `${requirement} ?: ${expected}`),
      ...Object.values(target.transports).flatMap(({ reason }) => (reason === undefined ? [] : [reason])),
    ];
  } catch {
    return [];
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has gone by itself.
  }
}

/** Processes that are still there after the time in which one may go. */
async function findLeft(word: string): Promise<number[]> {
  const until = performance.now() + LINGER;
  for (;;) {
    const left = await findProcesses(word);
    if (left.length === 0 || performance.now() > until) return left;
    await sleep(LOOK);
  }
}

/** Processes with this word on their command line; none where the system does not tell. */
async function findProcesses(word: string): Promise<number[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  );
  return pids.filter((_, index) => lines[index]?.includes(word)).map(Number);
}
