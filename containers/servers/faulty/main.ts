/** Command line that starts a server with one fault, or a relay that offers every fault at its own path. */
import type { Upstream, Fault } from './fault.js';
import { allFaults } from './index.js';
import { honestGrpc } from './honest-grpc.js';
import { meddleOverHttp } from './http.js';
import { meddleOverStdio } from './stdio.js';
import { tellUsersApart } from './two-users.js';
import { meddleOverWebSocket } from './websocket.js';

/**
 * `main.js FAULT-ID --stdio`, or `main.js FAULT-ID --http-port 0`, which prints one line of JSON with the address.
 * `main.js --upstream SERVER --http-port 0` serves every fault before that server, at `/FAULT-ID/mcp` below
 * the address that it prints. `--ws-port` in place of `--http-port` does the same over WebSocket, and `--grpc-port` over gRPC,
 * where the metadata `x-fault` names the fault. `main.js --honest --grpc-port 0` has right servers that are unusual there, and
 * `main.js --two-users` in place of a fault is a right one that knows two users.
 */
const [name = '', ...args] = process.argv.slice(2);
const faults: Readonly<Record<string, Fault>> = allFaults;
const listeners = {
  '--http-port': { transport: 'streamable-http', meddle: meddleOverHttp },
  '--ws-port': { transport: 'websocket', meddle: meddleOverWebSocket },
  // Loaded where it is asked for: gRPC takes longer to load than all else here.
  '--grpc-port': {
    transport: 'grpc',
    meddle: async (...args: Parameters<typeof meddleOverHttp>) =>
      (await import('./grpc.js')).meddleOverGrpc(...args),
  },
} as const;
type Flag = keyof typeof listeners;

/** A right server of two users, where no fault is named. */
const TWO_USERS: Fault = { requirement: 'apart.cursors', how: 'It is right.', ...tellUsersApart() };
const fault = name === '--two-users' ? TWO_USERS : faults[name];
const isHonest = name === '--honest';
const upstream = name === '--upstream' ? (args.shift() as Upstream) : (fault?.upstream ?? 'both');
const [flag = '', port = '0'] = args;

if (fault !== undefined && flag === '--stdio') await meddleOverStdio(fault);
else if ((fault !== undefined || name === '--upstream' || isHonest) && flag in listeners) {
  const { transport, meddle } = listeners[flag as Flag];
  const mine = Object.entries<Fault>(isHonest ? honestGrpc : faults).filter(
    ([id, { upstream: own = 'both' }]) => (fault === undefined ? own === upstream : id === name),
  );
  if (fault === TWO_USERS) mine.push([name, fault]);
  const origin = await meddle(Object.fromEntries(mine), upstream, Number(port));
  const url = fault === undefined || transport === 'grpc' ? origin : `${origin}/${name}/mcp`;
  process.stdout.write(`${JSON.stringify({ transport, url })}\n`);
} else {
  process.stderr.write(
    'usage: main.js FAULT-ID --stdio | --http-port PORT | --ws-port PORT | --grpc-port PORT\n',
  );
  process.exitCode = 2;
}
