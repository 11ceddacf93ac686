/** Finds or makes the image in which the relay at a door runs: this machine's own Node, and nothing else. */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { finished } from 'node:stream/promises';
import { ConnectError } from '../../adapters/adapter.js';
import type { Calls } from './calls.js';
import { BUILT_LABEL, type Docker } from './docker.js';
import { makeTar } from './tar.js';

/** Tells what Node is in it. */
const DOOR_LABEL = 'mcptc.door';
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/** An image with a Node, by its id. */
export interface DoorImage {
  id: string;
  node: string;
}

/**
 * The image for doors. On Linux it is made of the Node that runs this, once, in seconds; elsewhere that would not run in a
 * container, and an official image of Node that is there already is taken. Nothing is pulled.
 */
export async function findDoorImage(docker: Docker, calls: Calls, architecture: string): Promise<DoorImage> {
  const ours = ARCHITECTURES[process.arch];
  const same = ours !== undefined && ['x86_64', 'aarch64', ours].includes(architecture);
  if (process.platform === 'linux' && same) return makeOurs(docker, calls, ours);
  const images = await calls.make('list images', () => docker.listImages());
  const official = images.find(({ RepoTags }) =>
    RepoTags?.some((tag) => /^(docker\.io\/library\/)?node:/.test(tag)),
  );
  if (official !== undefined) return { id: official.Id, node: 'node' };
  throw new ConnectError(
    'a relay has to stand at the door of the fence, and there is no image with a Node to run it in',
    'docker pull node:22-slim, or loosen `fence.network`.',
  );
}

async function makeOurs(docker: Docker, calls: Calls, architecture: string): Promise<DoorImage> {
  const paths = [process.execPath, ...listLibraries()];
  const known = await Promise.all(
    paths.map(async (path) => [path, (await stat(path)).size, (await stat(path)).mtimeMs]),
  );
  const content = createHash('sha256')
    .update(JSON.stringify([process.version, known]))
    .digest('hex');
  const find = async (): Promise<string | undefined> => {
    const filters = { label: [`${DOOR_LABEL}=${content}`] };
    return (await calls.make('list images', () => docker.listImages({ filters })))[0]?.Id;
  };
  const there = await find();
  if (there !== undefined) return { id: there, node: process.execPath };
  const archive = await makeArchive(paths, { [DOOR_LABEL]: content, [BUILT_LABEL]: 'true' }, architecture);
  await calls.make('load an image', async () => {
    const answer = await docker.loadImage(archive as never, { quiet: true });
    await finished(answer.resume());
  });
  const made = await find();
  if (made === undefined) throw new Error('the engine did not keep the image for the door');
  return { id: made, node: process.execPath };
}

/** The libraries that this Node was linked to, as they are loaded now. */
function listLibraries(): string[] {
  const { sharedObjects } = process.report.getReport() as unknown as { sharedObjects: string[] };
  return sharedObjects.filter(
    (path) => path.startsWith('/') && !path.endsWith('.node') && path !== process.execPath,
  );
}

async function makeArchive(
  paths: readonly string[],
  labels: Readonly<Record<string, string>>,
  architecture: string,
): Promise<Buffer> {
  const files = await Promise.all(paths.map(async (path) => [path.slice(1), await readFile(path)] as const));
  const layer = makeTar(new Map(files));
  const folders = [...new Set(paths.slice(1).map(dirname))];
  const config = JSON.stringify({
    architecture,
    os: 'linux',
    created: '1970-01-01T00:00:00Z',
    config: { Env: [`LD_LIBRARY_PATH=${folders.join(':')}`], Cmd: [paths[0]], Labels: labels },
    rootfs: { type: 'layers', diff_ids: [`sha256:${createHash('sha256').update(layer).digest('hex')}`] },
  });
  const manifest = [{ Config: 'config.json', RepoTags: null, Layers: ['layer.tar'] }];
  return makeTar(
    new Map([
      ['config.json', Buffer.from(config)],
      ['manifest.json', Buffer.from(JSON.stringify(manifest))],
      ['layer.tar', layer],
    ]),
  );
}
