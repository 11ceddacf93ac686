/** Command line that starts one server that attacks its client, over stdio, HTTP, WebSocket or gRPC. */
import { limitLifetime } from './lifetime.js';
import { overAny, type HostileRow } from './messages.js';
import { serveOverHttp } from './http.js';
import { output, overStdio, runOverStdio } from './stdio.js';

/**
 * `main.js NAME` over stdio, or `main.js NAME --http-port 0`, `--ws-port 0` or `--grpc-port 0`, or `main.js NAME --port 0` where
 * the name says the transport: these print one line of JSON with the address.
 */
const [name = '', mode, port = '0'] = process.argv.slice(2);
const row = (overAny as Readonly<Record<string, HostileRow>>)[name];
const at = Number(port);

/** What is hostile in its bytes on one transport goes first: names are the same. */
const serve: Readonly<Record<string, () => Promise<string | undefined>>> = {
  '--http-port': async () => (await serveOverHttp(name, at)) ?? (await carried('carryOverHttp')),
  '--ws-port': async () => {
    const { serveOverWebSocket } = await import('./websocket.js');
    return (await serveOverWebSocket(name, at)) ?? (await carried('carryOverWebSocket'));
  },
  '--grpc-port': async () => carried('carryOverGrpc'),
  '--port': async () => {
    const { ofConnections } = await import('./connections.js');
    const one = ofConnections[name as keyof typeof ofConnections] as
      (typeof ofConnections)['http-bomb'] | undefined;
    if (one === undefined) return undefined;
    limitLifetime();
    return `${one.scheme}://127.0.0.1:${await one.listen(at)}${one.scheme.startsWith('grpc') ? '' : '/mcp'}`;
  },
};

if (mode !== undefined && mode in serve) {
  const url = await serve[mode]?.();
  if (url === undefined) usage();
  else process.stdout.write(`${JSON.stringify({ url })}\n`);
} else if (!(await runOverStdio(name))) {
  if (row === undefined) usage();
  else {
    limitLifetime();
    const { carryOverStdio } = await import('./carry.js');
    carryOverStdio(row, output());
  }
}

async function carried(
  how: 'carryOverHttp' | 'carryOverWebSocket' | 'carryOverGrpc',
): Promise<string | undefined> {
  if (row === undefined) return undefined;
  limitLifetime();
  const carry = await import('./carry.js');
  return carry[how](row, at);
}

function usage(): void {
  const names = [...new Set([...Object.keys(overStdio), ...Object.keys(overAny)])];
  process.stderr.write(`usage: main.js ${names.join('|')} [--http-port|--ws-port|--grpc-port|--port PORT]\n`);
  process.exitCode = 2;
}
