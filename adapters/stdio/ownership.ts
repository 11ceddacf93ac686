/** Finds processes that targets left behind, by a mark in the environment that each target is started with. */
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

/** The variable that says which run, and which of its targets, a process belongs to. */
export const OWNER = 'MCPTC_TARGET_OF';

/** Looks at the most for what a process starts while it is being ended. */
const MOST_LOOKS = 20;

/** Names this process of ours; nothing that anybody else started has it. */
export const ownerId: string = randomUUID();

let started = 0;

/** Of targets that run, or are just being started. */
const marks = new Set<string>();

/** A mark that no other target of this process has. */
export function makeMark(): string {
  const mark = `${ownerId}.${++started}`;
  marks.add(mark);
  return mark;
}

/** The target that has it is gone: what still carries it was left behind. */
export const dropMark = (mark: string): void => void marks.delete(mark);

/** Ends what targets that are gone left in sessions of their own. Returns what it was, in words. */
export const endStraysOfTargets = (): string[] => endStrays(ownerId, marks);

/** Signals every member of a process group. Windows knows neither groups nor signals: there the whole tree is ended. */
export function signalGroup(leader: number, signal: NodeJS.Signals): void {
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(leader), '/t', '/f'], { stdio: 'ignore', windowsHide: true });
    return;
  }
  signalOne(-leader, signal);
}

/**
 * Ends what targets of this owner started in sessions of their own (`setsid`), where no signal to a group reaches, and
 * returns their names. Only where the system shows the environment of a process (`/proc`), and only what still carries
 * the mark; `spare` are the marks of targets that still run.
 */
export function endStrays(owner: string, spare: ReadonlySet<string> = new Set()): string[] {
  const ended = new Map<number, string>();
  for (let look = 0; look < MOST_LOOKS; look++) {
    const found = listStrays(owner, spare);
    if (found.length === 0) break;
    for (const pid of found) {
      if (!ended.has(pid)) ended.set(pid, `${nameOf(pid)} (pid ${pid})`);
      signalOne(pid, 'SIGKILL');
    }
  }
  return [...ended.values()];
}

function listStrays(owner: string, spare: ReadonlySet<string>): number[] {
  return listProcesses().filter((pid) => {
    const mark = markOf(pid);
    return mark !== undefined && mark.startsWith(`${owner}.`) && !spare.has(mark);
  });
}

function listProcesses(): number[] {
  try {
    return readdirSync('/proc')
      .map(Number)
      .filter((pid) => pid > 0 && pid !== process.pid);
  } catch {
    return [];
  }
}

/** One that has ended and waits to be reaped has no environment any more. */
function markOf(pid: number): string | undefined {
  const name = `${OWNER}=`;
  return readOf(pid, 'environ')
    .split('\0')
    .find((variable) => variable.startsWith(name))
    ?.slice(name.length);
}

const nameOf = (pid: number): string => readOf(pid, 'comm').trim() || 'a process';

function readOf(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    // It is gone, or somebody else's.
    return '';
  }
}

function signalOne(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // ESRCH: nobody is left. EPERM: members that changed their user are beyond our reach.
  }
}
