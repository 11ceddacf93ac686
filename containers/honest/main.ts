import { serveHttp } from './http.js';
import type { Oddity } from './message.js';
import { oddities } from './oddities.js';
import { serveStdio } from './stdio.js';

/** `main.js NAME --stdio` or `main.js NAME --http-port 0`, which prints one line of JSON with the address. */
const [name = '', mode, port] = process.argv.slice(2);
const oddity: Oddity | undefined = (oddities as Record<string, Oddity>)[name];

if (oddity === undefined || (mode !== '--stdio' && mode !== '--http-port')) {
  process.stderr.write(`usage: main.js ${Object.keys(oddities).join('|')} --stdio | --http-port PORT\n`);
  process.exitCode = 2;
} else if (mode === '--stdio') {
  await serveStdio(oddity);
} else {
  const url = await serveHttp(oddity, Number(port ?? 0));
  process.stdout.write(`${JSON.stringify({ transport: 'streamable-http', url })}\n`);
}
