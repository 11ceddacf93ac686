/** Removes what carries a label from the engine. */
import { settledWithin } from '../../adapters/wait.js';
import type { Docker } from './docker.js';

/** Milliseconds for one sweep; an engine that hangs must not keep a run from ending. */
const SWEEP_MS = 20_000;

/** Removes every container and network with this label. Returns how many could not be removed; never rejects. */
export async function sweep(docker: Docker, label: string, hurry?: AbortSignal): Promise<number> {
  let left = Infinity;
  const work = async (): Promise<void> => {
    const filters = { label: [label] };
    const containers = await docker.listContainers({ all: true, filters });
    const removed = await Promise.all(containers.map(({ Id }) => removeContainer(docker, Id)));
    const networks = await docker.listNetworks({ filters });
    removed.push(...(await Promise.all(networks.map(({ Id }) => removeNetwork(docker, Id)))));
    left = removed.filter((is) => !is).length;
  };
  await settledWithin(work(), SWEEP_MS, hurry);
  return left;
}

/** At once, with its anonymous volumes. Returns whether it is gone; never rejects. */
export const removeContainer = (docker: Docker, id: string): Promise<boolean> =>
  gone(docker.getContainer(id).remove({ force: true, v: true }));

/** Returns whether it is gone; never rejects. */
export const removeNetwork = (docker: Docker, id: string): Promise<boolean> =>
  gone(docker.getNetwork(id).remove());

/** What was removed meanwhile, or is just being removed, is gone as well. */
const gone = (removal: Promise<unknown>): Promise<boolean> =>
  removal.then(
    () => true,
    ({ statusCode, message = '' }: { statusCode?: number; message?: string }) =>
      statusCode === 404 || /already in progress/.test(message),
  );
