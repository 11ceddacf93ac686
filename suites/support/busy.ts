/** Whether the machine that everything runs on had time to spare: what is late may be late for want of it. */
import { cpus } from 'node:os';

/** Share of the processors' time that is left over where a machine is not busy. */
const SPARE = 0.1;

/** What the processors did since the machine was started. */
export interface Times {
  idle: number;
  all: number;
}

export function readTimes(): Times {
  const sum = { idle: 0, all: 0 };
  for (const { times } of cpus()) {
    sum.idle += times.idle;
    sum.all += times.user + times.nice + times.sys + times.irq + times.idle;
  }
  return sum;
}

/** Between two readings. */
export const isBusy = (before: Times, now: Times): boolean =>
  now.all > before.all && (now.idle - before.idle) / (now.all - before.all) < SPARE;
