import { serveHttp } from './http.js';
import type { Oddity } from './message.js';
import { oddities } from './variants.js';
import { serveStdio } from './stdio.js';

/** `main.js NAME --stdio`, or `main.js NAME --http-port 0` or `--ws-port 0`, which print one line of JSON with the address. */
const [name = '', mode, port] = process.argv.slice(2);
const oddity: Oddity | undefined = (oddities as Record<string, Oddity>)[name];

const say = (transport: string, url: string): void => {
  process.stdout.write(`${JSON.stringify({ transport, url })}\n`);
};

if (oddity === undefined) usage();
else if (mode === '--stdio') await serveStdio(oddity);
else if (mode === '--http-port') say('streamable-http', await serveHttp(oddity, Number(port ?? 0)));
else if (mode === '--ws-port') {
  const { serveWebSocket } = await import('./websocket.js');
  say('websocket', await serveWebSocket(oddity, Number(port ?? 0)));
} else usage();

function usage(): void {
  const names = Object.keys(oddities).join('|');
  process.stderr.write(`usage: main.js ${names} --stdio | --http-port PORT | --ws-port PORT\n`);
  process.exitCode = 2;
}
