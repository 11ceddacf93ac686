/** The stdio transport of the v1 SDK. */
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { sdkAdapter } from 'mcp-transport-conformance/adapter';

export const adapter = sdkAdapter({
  transport: 'sdk-stdio',
  create: ({ program, args }) => new StdioClientTransport({ command: program, args, stderr: 'ignore' }),
});
