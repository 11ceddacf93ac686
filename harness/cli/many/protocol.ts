/** What the process that leads a run of many targets and the one that tests a target say to each other. */
import type { ConformanceOptions, ConformanceTarget } from '../../api/options.cjs';

/** To the process of a target: the first message is the job, and any later one says to end. */
export type ToWorker =
  | { kind: 'job'; target: ConformanceTarget; options: ConformanceOptions }
  /** With what is there. */
  | { kind: 'end' }
  /** At once. */
  | { kind: 'leave' };

/** How far the run of one target has come. */
export interface Standing {
  done: number;
  total: number;
  passed: number;
  failed: number;
}

/** From the process of a target. */
export type FromWorker =
  | { kind: 'standing'; standing: Standing }
  | { kind: 'note'; text: string }
  /** The result lies in the output folder of the job. */
  | { kind: 'done'; exitCode: number }
  | { kind: 'failed'; exitCode: number; message: string; next?: string };
