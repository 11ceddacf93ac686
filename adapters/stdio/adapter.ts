/** The stdio adapter: starts the target, or takes it as started, and connects to its pipes. */
import type { Adapter } from '../adapter.js';
import { startChild } from './child.js';
import { ProcessConnection, STDIO_TRAITS } from './connection.js';
import type { StdioConnection, StdioEndpoint } from './endpoint.js';

/** One process, one JSON-RPC message a line (specification, basic/transports, stdio). */
export const stdio: Adapter<StdioEndpoint, StdioConnection> = {
  transport: 'stdio',
  custom: false,
  traits: () => STDIO_TRAITS,
  async open(endpoint, options) {
    options.signal.throwIfAborted();
    const process = await ('start' in endpoint ? endpoint.start(options.signal) : startChild(endpoint));
    return new ProcessConnection(process, options);
  },
};
