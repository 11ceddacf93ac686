/** Removes containers and networks that earlier runs left behind, and counts what stays. */
import { BUILT_LABEL, LABEL, RUNNER_LABEL, type Docker } from './docker.js';
import { findTable, isRunning } from './runner.js';
import { removeContainer, removeNetwork } from './sweep.js';

/** Containers with our label, by what became of the run that made them. */
export interface Leftovers {
  removed: number;
  running: number;
  /** Of other machines, or of containers, that use the same engine: whether those runs go on cannot be known. */
  elsewhere: number;
  stuck: number;
}

/** Removes what no living run owns, its networks as well. What may be alive stays. */
export async function removeLeftovers(docker: Docker): Promise<Leftovers> {
  const filters = { label: [LABEL] };
  const found: Leftovers = { removed: 0, running: 0, elsewhere: 0, stuck: 0 };
  const here = findTable();
  const fates = new Map<string, boolean | undefined>();
  const fate = (labels: Readonly<Record<string, string>> = {}): boolean | undefined => {
    const runner = labels[RUNNER_LABEL] ?? '';
    if (!fates.has(runner)) fates.set(runner, isRunning(runner, here));
    return fates.get(runner);
  };
  const containers = await docker.listContainers({ all: true, filters });
  await Promise.all(
    containers.map(async ({ Id, Labels }) => {
      const running = fate(Labels);
      if (running === true) found.running += 1;
      else if (running === undefined) found.elsewhere += 1;
      else if (await removeContainer(docker, Id)) found.removed += 1;
      else found.stuck += 1;
    }),
  );
  const networks = await docker.listNetworks({ filters });
  await Promise.all(
    networks.filter(({ Labels }) => fate(Labels) === false).map(({ Id }) => removeNetwork(docker, Id)),
  );
  return found;
}

/** Images that were built from Dockerfiles of targets and kept, because the next build starts from them. */
export async function countBuiltImages(docker: Docker): Promise<number> {
  const built = await docker.listImages({ filters: { label: [BUILT_LABEL], dangling: ['true'] } });
  return built.length;
}
