/** Closes what is open when the process is asked to end; nothing left open, it ends with 0. */
export function onStop(close: () => Promise<void>): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void close());
}
