/** Command line that starts one honest server over stdio, HTTP or WebSocket. */
import { serveVariantOverHttp } from './http.js';
import type { Variant } from './message.js';
import { variants } from './variants.js';
import { serveVariantOverStdio } from './stdio.js';

/** `main.js NAME --stdio`, or `main.js NAME --http-port 0` or `--ws-port 0`, which print one line of JSON with the address. */
const [name = '', mode, port] = process.argv.slice(2);
const variant: Variant | undefined = (variants as Record<string, Variant>)[name];

const say = (transport: string, url: string): void => {
  process.stdout.write(`${JSON.stringify({ transport, url })}\n`);
};

if (variant === undefined) usage();
else if (mode === '--stdio') await serveVariantOverStdio(variant);
else if (mode === '--http-port')
  say('streamable-http', await serveVariantOverHttp(variant, Number(port ?? 0)));
else if (mode === '--ws-port') {
  const { serveVariantOverWebSocket } = await import('./websocket.js');
  say('websocket', await serveVariantOverWebSocket(variant, Number(port ?? 0)));
} else usage();

function usage(): void {
  const names = Object.keys(variants).join('|');
  process.stderr.write(`usage: main.js ${names} --stdio | --http-port PORT | --ws-port PORT\n`);
  process.exitCode = 2;
}
