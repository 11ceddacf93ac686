/** The process that removes the containers of a run once the runner was killed. */
import { setTimeout as after } from 'node:timers/promises';

/** Milliseconds between two looks: a container that was just being made when the runner died comes a little later. */
const LOOK_AGAIN_MS = 500;
/** Looks in a row that must find nothing. */
const QUIET_LOOKS = 4;
/** Milliseconds for all of them: an engine that is gone itself, or hangs, is not waited for any longer. */
const LIMIT_MS = 120_000;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

let told = '';
process.stdin.setEncoding('utf8').on('data', (text: string) => (told += text));
process.stdin.once('error', () => void clean());
process.stdin.once('close', () => void clean());

let cleaning = false;
async function clean(): Promise<void> {
  const { DISMISSED } = await import('./reaper.js');
  if (cleaning || told === DISMISSED) return;
  cleaning = true;
  const [, , host = '', label = ''] = process.argv;
  const { connectClient } = await import('./client.js');
  const { sweep } = await import('./sweep.js');
  const client = connectClient(host);
  if ('missing' in client) return;
  const { docker } = client;
  let quiet = 0;
  setTimeout(() => process.exit(), LIMIT_MS).unref();
  while (quiet < QUIET_LOOKS) {
    // First swept, then looked: an engine that does not answer has said nothing.
    const left = await sweep(docker, label);
    const found =
      left === 0
        ? await docker.listContainers({ all: true, filters: { label: [label] } }).catch(() => [{}])
        : [{}];
    quiet = found.length === 0 ? quiet + 1 : 0;
    await after(LOOK_AGAIN_MS);
  }
  client.drop();
}
