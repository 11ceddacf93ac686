import type { Behind, Fault } from './fault.js';
import { allFaults } from './index.js';
import { meddleOverHttp } from './http.js';
import { meddleOverStdio } from './stdio.js';

/**
 * `main.js FAULT-ID --stdio`, or `main.js FAULT-ID --http-port 0`, which prints one line of JSON with the address.
 * `main.js --behind SERVER --http-port 0` serves every fault before that server, at `/FAULT-ID/mcp` below
 * the address that it prints; with `--grpc-port` the metadata `x-fault` names the fault.
 */
const args = process.argv.slice(2);
const faults: Readonly<Record<string, Fault>> = allFaults;
const fault = faults[args[0] ?? ''];

if (args[0] === '--behind' && args[2] === '--http-port') {
  const behind = args[1] as Behind;
  const entries = Object.entries(faults).filter(([, { behind: own = 'both' }]) => own === behind);
  say(await meddleOverHttp(Object.fromEntries(entries), behind, Number(args[3] ?? 0)));
} else if (args[0] === '--behind' && args[2] === '--grpc-port') {
  const { meddleOverGrpc } = await import('./grpc.js');
  const url = await meddleOverGrpc(faults, args[1] as Behind, Number(args[3] ?? 0));
  process.stdout.write(`${JSON.stringify({ transport: 'grpc', url })}\n`);
} else if (fault !== undefined && args[1] === '--http-port') {
  const id = args[0] ?? '';
  const origin = await meddleOverHttp({ [id]: fault }, fault.behind ?? 'both', Number(args[2] ?? 0));
  say(`${origin}/${id}/mcp`);
} else if (fault !== undefined && args[1] === '--stdio') {
  await meddleOverStdio(fault);
} else {
  process.stderr.write('usage: main.js FAULT-ID --stdio | --http-port PORT\n');
  process.exitCode = 2;
}

function say(url: string): void {
  process.stdout.write(`${JSON.stringify({ transport: 'streamable-http', url })}\n`);
}
