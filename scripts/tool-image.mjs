// Builds the container image of the tool from its npm package.
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildImage } from './docker.mjs';
import { run } from './run.mjs';

const SOURCE = 'containers/images/mcptc';
const INSIDE = '/opt/mcptc';

/** Installs the package here, as its users would, so that the Dockerfile only copies and needs no network. */
export function buildToolImage(base) {
  const folder = mkdtempSync(join(tmpdir(), 'mcptc-image-'));
  try {
    const { name, version } = JSON.parse(readFileSync('package.json', 'utf8'));
    const context = join(folder, 'context');
    prepare(context, pack(folder));
    buildImage(context, base, [`${name}:latest`, `${name}:${version}`]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function pack(folder) {
  // Without scripts: dist/ is there, and the build would begin by deleting it.
  run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], process.cwd());
  const tarball = readdirSync(folder).find((file) => file.endsWith('.tgz'));
  return join(folder, tarball);
}

function prepare(context, tarball) {
  // Whoever runs it has to be able to read it.
  process.umask(0o022);
  const root = join(context, 'root');
  const tool = join(root, INSIDE);
  const bin = join(root, 'usr/local/bin');
  for (const path of [tool, bin, join(context, 'work')]) mkdirSync(path, { recursive: true });
  writeFileSync(join(tool, 'package.json'), '{ "private": true }\n');
  // The version that is tested here: the newest that the peer range takes may want a newer Node than this image has.
  const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  const packages = [tarball, `testcontainers@${devDependencies.testcontainers}`];
  const flags = ['--omit=dev', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--silent'];
  run('npm', ['install', ...flags, ...packages], tool);
  // They name the folder of the tarball, which is another one each time: without them the image is the same again.
  for (const file of ['package.json', 'package-lock.json', 'node_modules/.package-lock.json']) {
    rmSync(join(tool, file));
  }
  cpSync(`${SOURCE}/Dockerfile`, join(context, 'Dockerfile'));
  cpSync(`${SOURCE}/entrypoint.mjs`, join(tool, 'entrypoint.mjs'));
  chmodSync(join(tool, 'entrypoint.mjs'), 0o755);
  symlinkSync(`${INSIDE}/entrypoint.mjs`, join(bin, 'mcptc'));
}
