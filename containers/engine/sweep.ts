/** Removes what carries a label from the engine, and tells whether the run that made it lives. */
import { existsSync, readFileSync } from 'node:fs';
import { settledWithin } from '../../adapters/wait.js';
import type { Docker } from './docker.js';

/** Milliseconds for one sweep; an engine that hangs must not keep a run from ending. */
const SWEEP_MS = 20_000;

/** Removes every container and network with this label. Returns how many could not be removed; never rejects. */
export async function sweep(docker: Docker, label: string): Promise<number> {
  let left = Infinity;
  const work = async (): Promise<void> => {
    const filters = { label: [label] };
    const containers = await docker.listContainers({ all: true, filters });
    const removed = await Promise.all(containers.map(({ Id }) => removeContainer(docker, Id)));
    const networks = await docker.listNetworks({ filters });
    removed.push(...(await Promise.all(networks.map(({ Id }) => gone(docker.getNetwork(Id).remove())))));
    left = removed.filter((is) => !is).length;
  };
  await settledWithin(work(), SWEEP_MS);
  return left;
}

/** At once, with its anonymous volumes. Returns whether it is gone; never rejects. */
export const removeContainer = (docker: Docker, id: string): Promise<boolean> =>
  gone(docker.getContainer(id).remove({ force: true, v: true }));

/** What was removed meanwhile, or is just being removed, is gone as well. */
const gone = (removal: Promise<unknown>): Promise<boolean> =>
  removal.then(
    () => true,
    ({ statusCode, message = '' }: { statusCode?: number; message?: string }) =>
      statusCode === 404 || /already in progress/.test(message),
  );

/** Names the process that is to remove what carries this: a number alone may be given to another process. */
export const formatRunner = (pid: number, host: string): string => `${host}/${pid}/${startOf(pid)}`;

/** Whether the runner of a label still lives; `undefined` where that cannot be known from here. */
export function isRunning(runner: string, host: string): boolean | undefined {
  const [at, number = ''] = runner.split('/');
  const pid = Number(number);
  if (at !== host || !Number.isInteger(pid)) return undefined;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return formatRunner(pid, host) === runner;
}

/** When the kernel started it, in its own ticks; empty where the system does not tell. */
function startOf(pid: number): string {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return '';
  try {
    // The name in brackets may hold spaces; of what follows it the start is the 20th.
    return readFileSync(file, 'utf8').split(') ').at(-1)?.split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
