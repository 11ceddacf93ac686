// The fixture contract over gRPC with the `mcp-grpc-transport` package, whose server is ours: what is wrong is the package's.
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { maybeStartGrpcMcpServer } from 'mcp-grpc-transport';
import { createConnect } from '../reference/legacy-server.js';
import { PAGE_SIZES } from '../reference/fixture/page.js';

// Without it the package starts nothing.
process.env['ENABLE_GRPC'] = '1';

const connect = createConnect(PAGE_SIZES);

/** All that the package asks of a server. */
function createServer(): Pick<McpServer, 'connect' | 'close'> {
  let connected: Awaited<ReturnType<typeof connect>> | undefined;
  return {
    async connect(transport) {
      connected = await connect(transport);
    },
    close: async () => connected?.close(),
  };
}

const started = await maybeStartGrpcMcpServer({
  createMcpServer: () => createServer() as McpServer,
  bindAddress: '127.0.0.1:0',
});
if (started === undefined) throw new Error('mcp-grpc-transport started no server');
process.stdout.write(`${JSON.stringify({ url: `grpc://${started.address}` })}\n`);
