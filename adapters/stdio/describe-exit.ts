/** Puts the end of a process into words. */
import type { StdioConnection } from './endpoint.js';

/** How a process ended, as the end of a sentence that begins with it. */
export function describeExit({ code, signal, why }: Awaited<StdioConnection['exited']>): string {
  const how = signal.value === null ? `exited with code ${code.value}` : `was ended by ${signal.value}`;
  return why === undefined ? how : `${how}; ${why}`;
}
