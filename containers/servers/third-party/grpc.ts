// `server-everything` over gRPC with the `mcp-grpc-transport` package: its tunnel and its google profile on one port.
import { createServer } from '@modelcontextprotocol/server-everything/dist/server/index.js';
import { maybeStartGrpcMcpServer } from 'mcp-grpc-transport';

// Without it the package starts nothing.
process.env['ENABLE_GRPC'] = '1';

const started = await maybeStartGrpcMcpServer({
  createMcpServer: () => createServer().server,
  bindAddress: '127.0.0.1:0',
});
if (started === undefined) throw new Error('mcp-grpc-transport started no server');
process.stdout.write(`${JSON.stringify({ url: `grpc://${started.address}` })}\n`);
