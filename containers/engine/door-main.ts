/** The relay at the door of a fenced container: runs beside it, in its network, and connects to its ports for us. */
import { connect } from 'node:net';
import { Mux } from './mux.js';

/** Loopback of the container, which the two share; a server may listen on either. */
const ADDRESSES = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];

const mux = new Mux(process.stdin, process.stdout, (id, port) => {
  mux.join(
    id,
    connect({
      port,
      host: 'localhost',
      lookup: (_name, _options, found) => (found as (error: null, all: object[]) => void)(null, ADDRESSES),
      autoSelectFamily: true,
      allowHalfOpen: true,
    }),
  );
});
// Whoever held the other end is gone.
for (const event of ['end', 'close', 'error'] as const) process.stdin.once(event, () => process.exit(0));
process.stderr.write('ready\n');
