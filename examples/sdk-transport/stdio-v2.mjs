/** The stdio transport of the v2 SDK. */
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { sdkAdapter } from 'mcp-transport-conformance/adapter';

export const adapter = sdkAdapter({
  transport: 'sdk-stdio-v2',
  create: ({ program, args }) => new StdioClientTransport({ command: program, args, stderr: 'ignore' }),
});
