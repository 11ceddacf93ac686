/** Serves the dual-era reference server over gRPC: legacy sessions and modern single calls. */
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import type { GrpcHandlers } from '../../../adapters/grpc/server/serve.js';
import { buildListening, report } from './dual-era-server.js';
import type { Shared } from './dual-era-server.js';
import { tools } from './fixture.js';

/** The legacy era in sessions, the modern one in calls. */
export const createGrpcHandlers = (shared: Shared): GrpcHandlers => ({
  session: (transport) => buildListening(shared, 'legacy').connect(transport),
  // The SDK's entry for connections serves any of its transports; here a connection has one request.
  call: (transport) =>
    serveStdio(({ era }) => buildListening(shared, era), { transport, legacy: 'reject', onerror: report }),
  tools: new Map(tools.map((tool) => [tool.name, { ...tool }])),
});
