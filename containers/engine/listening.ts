/** Looks into a container for ports on which something listens, and nobody outside can reach it. */
import { once } from 'node:events';
import { settledWithin } from '../../adapters/wait.js';
import type { Engine } from './engine.js';
import { Streams } from './streams.js';

/** Milliseconds for the look, which only serves a hint. */
const LOOK_MS = 5_000;
/** How the kernel writes the state of a socket that listens, and the addresses of loopback. */
const LISTENS = '0A';
const LOOPBACK = /^(0100007F|0{24}01000000)$/;

/** Of the ports, those on which something listens on loopback and on no other address. Never rejects. */
export async function findLoopbackPorts(
  engine: Engine,
  id: string,
  ports: readonly number[],
): Promise<number[]> {
  const tables = await readTables(engine, id).catch(() => '');
  const listening = tables.split('\n').flatMap((line) => {
    const [, local = '', , state] = line.trim().split(/\s+/);
    const [address = '', port = ''] = local.split(':');
    return state === LISTENS ? [{ port: Number.parseInt(port, 16), inside: LOOPBACK.test(address) }] : [];
  });
  return ports.filter((port) => {
    const here = listening.filter((one) => one.port === port);
    return here.length > 0 && here.every(({ inside }) => inside);
  });
}

/** Where the image has a `cat`. */
async function readTables({ docker, calls }: Engine, id: string): Promise<string> {
  const options = { Cmd: ['cat', '/proc/net/tcp', '/proc/net/tcp6'], AttachStdout: true, AttachStderr: true };
  const exec = await calls.make('exec', () => docker.getContainer(id).exec(options));
  const streams = new Streams(await calls.make('exec', () => exec.start({ hijack: true, stdin: false })));
  streams.stderr.resume();
  let text = '';
  streams.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  await settledWithin(once(streams.stdout, 'end'), LOOK_MS);
  streams.destroy();
  return text;
}
