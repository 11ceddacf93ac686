/** The fixture contract on the SDK of the legacy era (`@modelcontextprotocol/sdk`), over stdio or Streamable HTTP. */
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { createConnect } from './legacy-server.js';
import { LARGEST_MESSAGE } from './limits.js';
import { readOptions } from './options.js';
import { onStop } from './stop.js';
import { wholeLines } from './whole-lines.js';

const options = readOptions();
const connect = createConnect(options.pageSizes);

if (options.grpc) {
  const { listenGrpc } = await import('./grpc.js');
  await listenGrpc(options.grpc, { session: connect });
}
if (options.http) {
  // Loaded here, because stdio starts a third faster without it.
  const [{ serveHttp }, { createHandler }] = await Promise.all([
    import('./http.js'),
    import('./legacy-http.js'),
  ]);
  await serveHttp(options.http, createHandler(connect));
} else if (!options.grpc) {
  const input = wholeLines(process.stdin);
  const server = await connect(
    new StdioServerTransport(input, process.stdout, { maxBufferSize: LARGEST_MESSAGE }),
  );
  // The transport of this SDK does not watch for the end of its input.
  input.once('end', () => void server.close());
  onStop(() => server.close());
}
