import { serveOverHttp } from './http.js';
import { overStdio, runOverStdio } from './stdio.js';

/** `main.js NAME` over stdio, or `main.js NAME --http-port 0`, which prints one line of JSON with the address. */
const [name = '', mode, port] = process.argv.slice(2);

if (mode === '--http-port') {
  const url = await serveOverHttp(name, Number(port ?? 0));
  if (url === undefined) usage();
  else process.stdout.write(`${JSON.stringify({ transport: 'streamable-http', url })}\n`);
} else if (!(await runOverStdio(name))) usage();

function usage(): void {
  process.stderr.write(`usage: main.js ${Object.keys(overStdio).join('|')} [--http-port PORT]\n`);
  process.exitCode = 2;
}
