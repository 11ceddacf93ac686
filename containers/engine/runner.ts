/** Names the process that made something on the engine, and tells whether it still lives. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** The process table that a number is an entry of. */
export interface Table {
  /** The machine, by name, for readers; and where the system tells no more of itself. */
  host: string;
  /** Of the kernel since it started; empty where the system does not tell. */
  boot: string;
  /** The namespace of process numbers: that of a container is its own. Empty where there are none. */
  space: string;
}

const read = (get: () => string): string => {
  try {
    return get().trim();
  } catch {
    return '';
  }
};

const spaceOf = (pid: number | 'self'): string =>
  /\d+/.exec(read(() => readlinkSync(`/proc/${pid}/ns/pid`)))?.[0] ?? '';

/** The process table of this process. */
export const findTable = (): Table => ({
  host: hostname(),
  boot: read(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')),
  space: spaceOf('self'),
});

/** `host/boot/namespace/number/start`: a number alone may be given to another process, here or in a container. */
export const formatRunner = (pid: number, { host, boot, space }: Table): string =>
  [host, boot, space, pid, readStart(pid)].join('/');

/** Whether the runner of a label still lives; `undefined` where that cannot be known from here. */
export function isRunning(runner: string, here: Table): boolean | undefined {
  const [host, boot = '', space = '', number = '', start = '', ...more] = runner.split('/');
  const pid = Number(number);
  if (more.length > 0 || !Number.isInteger(pid) || pid <= 0 || boot !== here.boot) return undefined;
  if (boot === '' && host !== here.host) return undefined;
  if (space !== here.space) return isRunningIn(space, { pid, start }, here);
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const now = readStart(pid);
  // Some systems hide the processes of others.
  return now === '' || start === '' ? now === start || undefined : now === start;
}

/** The namespace of the machine itself, from which all processes are seen. */
const WHOLE_MACHINE = '4026531836';

/** The same where it ran in a container: only who sees every process of the machine can tell. */
function isRunningIn(space: string, { pid, start }: { pid: number; start: string }, here: Table) {
  if (here.space !== WHOLE_MACHINE || space === '') return undefined;
  for (const outside of read(() => readdirSync('/proc').join('\n'))
    .split('\n')
    .map(Number)) {
    if (!Number.isInteger(outside) || outside === 0) continue;
    const at = spaceOf(outside);
    // It may just have ended. If it lives and does not tell, it may be the one.
    if (at === '' && /^[^Z]/.test(readStat(outside)[0] ?? '')) return undefined;
    if (at !== space) continue;
    const inside = /^NSpid:.*?(\d+)$/m.exec(read(() => readFileSync(`/proc/${outside}/status`, 'utf8')))?.[1];
    if (Number(inside) === pid && readStart(outside) === start) return true;
  }
  return false;
}

/** When the kernel started it, in its own ticks; empty where the system does not tell. */
function readStart(pid: number): string {
  return readStat(pid)[19] ?? '';
}

/** What the kernel tells of it, from its state on. */
function readStat(pid: number): string[] {
  // The name in brackets may hold spaces.
  return (
    read(() => readFileSync(`/proc/${pid}/stat`, 'utf8'))
      .split(') ')
      .at(-1)
      ?.split(' ') ?? []
  );
}
