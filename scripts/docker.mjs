// Chooses the base image to build on, and builds images with the docker command.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { run } from './run.mjs';

/** Milliseconds for a registry to hand out a base image. */
const PULL_MS = 300_000;

/**
 * The image to build on: `BASE_IMAGE` of the environment, or the default of the Dockerfiles where it is here or can be
 * had, or one made of this machine's own Node.
 */
export function baseImage() {
  const { BASE_IMAGE } = process.env;
  if (BASE_IMAGE) return BASE_IMAGE;
  const dockerfile = readFileSync('containers/images/dual-era/Dockerfile', 'utf8');
  const usual = /^ARG BASE_IMAGE=(\S+)/m.exec(dockerfile)?.[1];
  if (succeeds(['image', 'inspect', usual]) || succeeds(['pull', '--quiet', usual])) return usual;
  process.stderr.write(`${usual} cannot be pulled: building on this machine's own Node\n`);
  const made = execFileSync(process.execPath, ['scripts/base-image.mjs'], { encoding: 'utf8' });
  return made.split(' ')[0];
}

export function buildImage(context, base, tags) {
  // The builder that the command prefers may be missing; the older one comes with the engine.
  if (!succeeds(['buildx', 'version'])) process.env.DOCKER_BUILDKIT = '0';
  const named = tags.flatMap((tag) => ['--tag', tag]);
  run('docker', ['build', '--quiet', '--build-arg', `BASE_IMAGE=${base}`, ...named, context], process.cwd());
  process.stdout.write(`${tags.join(' ')}\n`);
}

function succeeds(args) {
  try {
    execFileSync('docker', args, { stdio: 'ignore', timeout: PULL_MS });
    return true;
  } catch {
    return false;
  }
}
