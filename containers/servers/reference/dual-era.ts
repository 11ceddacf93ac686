/** The fixture contract on the SDK that serves both eras (`@modelcontextprotocol/server`), over every transport named. */
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import type { ServeStdioOptions } from '@modelcontextprotocol/server/stdio';
import { createAnnouncements } from './announcements.js';
import { buildListening, report } from './dual-era-server.js';
import { createFixture } from './fixture.js';
import { LARGEST_MESSAGE } from './limits.js';
import { readOptions } from './options.js';
import { addStopHandler, stop } from './stop.js';
import { keepWholeLines } from './whole-lines.js';

const options = readOptions();
const shared = { fixture: createFixture(options.pageSizes), announcements: createAnnouncements() };

/** The SDK's entry for stdio decides on the era of one connection, whatever carries it. */
const serve = (transport: NonNullable<ServeStdioOptions['transport']>) =>
  serveStdio(({ era }) => buildListening(shared, era), { transport, onerror: report });

// What only one transport needs is loaded where it is asked for: the others start faster without it.
if (options.http) {
  const [{ serveHttp }, { createDualEraHandler }] = await Promise.all([
    import('./http.js'),
    import('./dual-era-http.js'),
  ]);
  await serveHttp(options.http, createDualEraHandler(shared));
}
if (options.websocket) {
  const { listenOnWebSocket } = await import('./websocket.js');
  await listenOnWebSocket(options.websocket, serve);
}
if (options.grpc) {
  const [{ listenGrpc }, { createGrpcHandlers }] = await Promise.all([
    import('./grpc.js'),
    import('./dual-era-grpc.js'),
  ]);
  await listenGrpc(options.grpc, createGrpcHandlers(shared));
}
if (options.stdio) {
  const input = keepWholeLines(process.stdin);
  const handle = serve(new StdioServerTransport(input, process.stdout, { maxBufferSize: LARGEST_MESSAGE }));
  addStopHandler(() => handle.close());
  input.once('end', stop);
}
