/** Closes all that a reference server has open when it gets SIGTERM or SIGINT. */

const closing: (() => Promise<void>)[] = [];

/** Ends everything that is open; nothing left open, the process ends with 0. */
export function stop(): void {
  for (const close of closing.splice(0)) void close();
}

/** What is to be closed when the process is asked to end. */
export function addStopHandler(close: () => Promise<void>): void {
  closing.push(close);
  if (closing.length === 1) for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, stop);
}
