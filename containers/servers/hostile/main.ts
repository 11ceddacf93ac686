/** Command line that starts one server that attacks its client, over stdio, HTTP or WebSocket. */
import { serveOverHttp } from './http.js';
import { overStdio, runOverStdio } from './stdio.js';

/** `main.js NAME` over stdio, or `main.js NAME --http-port 0` or `--ws-port 0`, which print one line of JSON with the address. */
const [name = '', mode, port] = process.argv.slice(2);

if (mode === '--http-port') say('streamable-http', await serveOverHttp(name, Number(port ?? 0)));
else if (mode === '--ws-port') {
  const { serveOverWebSocket } = await import('./websocket.js');
  say('websocket', await serveOverWebSocket(name, Number(port ?? 0)));
} else if (!(await runOverStdio(name))) usage();

function say(transport: string, url: string | undefined): void {
  if (url === undefined) usage();
  else process.stdout.write(`${JSON.stringify({ transport, url })}\n`);
}

function usage(): void {
  process.stderr.write(
    `usage: main.js ${Object.keys(overStdio).join('|')} [--http-port PORT | --ws-port PORT]\n`,
  );
  process.exitCode = 2;
}
