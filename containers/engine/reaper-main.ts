/** The process that removes the containers of a run once the runner was killed. */
import { setTimeout as after } from 'node:timers/promises';
import type { Docker } from './docker.js';

/** Milliseconds between two looks: a container that was just being made when the runner died comes a little later. */
const LOOK_AGAIN_MS = 500;
/** Looks in a row that must find nothing. */
const QUIET_LOOKS = 4;
/** Looks at the most: two minutes. */
const MOST_LOOKS = 240;

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
  const [, , label = ''] = process.argv;
  const { sweep } = await import('./sweep.js');
  const docker = await engine();
  let quiet = 0;
  for (let look = 0; look < MOST_LOOKS && quiet < QUIET_LOOKS; look++) {
    const found = await docker.listContainers({ all: true, filters: { label: [label] } }).catch(() => [{}]);
    const left = await sweep(docker, label);
    quiet = found.length === 0 && left === 0 ? quiet + 1 : 0;
    await after(LOOK_AGAIN_MS);
  }
}

async function engine(): Promise<Docker> {
  const { getContainerRuntimeClient } = await import('testcontainers');
  return (await getContainerRuntimeClient()).container.dockerode;
}
