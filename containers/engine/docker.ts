/** The engine as a library sees it, and the labels of everything that a run makes. */
import type * as Testcontainers from 'testcontainers';

export type Docker = Testcontainers.ContainerRuntimeClient['container']['dockerode'];

/** Marks everything that any run makes; `docker ps -a --filter label=mcptc` lists it. */
export const LABEL = 'mcptc';
/** On images that were built for a run, which stay: what did not change need not be built again. */
export const BUILT_LABEL = 'mcptc.built';
/** Whose it is: one run, and the process that would remove it. */
export const RUN_LABEL = 'mcptc.run';
export const RUNNER_LABEL = 'mcptc.runner';

/** Why nothing can run in containers here, and how that changes. */
export interface NoEngine {
  missing: string;
  next: string;
}
