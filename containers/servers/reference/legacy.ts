/** The fixture contract on the SDK of the legacy era (`@modelcontextprotocol/sdk`), over every transport named. */
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { createConnect } from './legacy-server.js';
import { LARGEST_MESSAGE } from './limits.js';
import { readOptions } from './options.js';
import { addStopHandler, stop } from './stop.js';
import { keepWholeLines } from './whole-lines.js';

const options = readOptions();
const connect = createConnect(options.pageSizes);

// What only one transport needs is loaded where it is asked for: stdio starts a third faster without it.
if (options.http) {
  const [{ serveHttp }, { createLegacyHandler }] = await Promise.all([
    import('./http.js'),
    import('./legacy-http.js'),
  ]);
  await serveHttp(options.http, createLegacyHandler(connect));
}
if (options.websocket) {
  const { listenOnWebSocket } = await import('./websocket.js');
  await listenOnWebSocket(options.websocket, connect);
}
if (options.grpc) {
  const { listenGrpc } = await import('./grpc.js');
  await listenGrpc(options.grpc, { session: connect });
}
if (options.stdio) {
  const input = keepWholeLines(process.stdin);
  const server = await connect(
    new StdioServerTransport(input, process.stdout, { maxBufferSize: LARGEST_MESSAGE }),
  );
  // The transport of this SDK does not watch for the end of its input.
  addStopHandler(() => server.close());
  input.once('end', stop);
}
