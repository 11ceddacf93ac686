/** The fixture contract on the SDK that serves both eras (`@modelcontextprotocol/server`), over stdio or Streamable HTTP. */
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import { createAnnouncements } from './announcements.js';
import { buildListening, report } from './dual-era-server.js';
import { createFixture } from './fixture.js';
import { LARGEST_MESSAGE } from './limits.js';
import { readOptions } from './options.js';
import { onStop } from './stop.js';
import { wholeLines } from './whole-lines.js';

const options = readOptions();
const shared = { fixture: createFixture(options.pageSizes), announcements: createAnnouncements() };

if (options.grpc) {
  const [{ listenGrpc }, { createHandlers }] = await Promise.all([
    import('./grpc.js'),
    import('./dual-era-grpc.js'),
  ]);
  await listenGrpc(options.grpc, createHandlers(shared));
}
if (options.http) {
  // Loaded here, because stdio starts faster without it.
  const [{ serveHttp }, { createHandler }] = await Promise.all([
    import('./http.js'),
    import('./dual-era-http.js'),
  ]);
  await serveHttp(options.http, createHandler(shared));
} else if (!options.grpc) {
  const input = wholeLines(process.stdin);
  const transport = new StdioServerTransport(input, process.stdout, { maxBufferSize: LARGEST_MESSAGE });
  const handle = serveStdio(({ era }) => buildListening(shared, era), { transport, onerror: report });
  onStop(() => handle.close());
}
