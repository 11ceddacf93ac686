// Follows the README to the letter: clones the commit that is checked out into a fresh folder, and runs every command there in turn,
// with the time that each took. What the README takes for granted is put there: a project with a server, one that listens, an image.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { baseImage, buildImage } from './docker.mjs';
import { run } from './run.mjs';

const IMAGE = 'someone/server:latest';
const PORT = '3000';

const blocks = [...readFileSync('README.md', 'utf8').matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(
  ([, text]) => text,
);
if (blocks.length !== 2)
  throw new Error(`the README has ${blocks.length} blocks of commands, and 2 are known here`);
const [first, own] = blocks;

const folder = mkdtempSync(join(tmpdir(), 'mcptc-readme-'));
const clone = join(folder, 'mcp-transport-conformance');
const project = join(folder, 'my-server');
let listening;
let isBuilt = false;
try {
  run('git', ['clone', '--quiet', process.cwd(), clone], folder);
  follow(first);
  await prepare();
  const text = hasEngine() ? own : withoutImage(own);
  follow(text);
  for (const left of ['result.json', 'transcripts'])
    if (!existsSync(join(project, '.mcptc', left))) throw new Error(`.mcptc/${left} was not left behind`);
} finally {
  listening?.kill();
  if (isBuilt) execFileSync('docker', ['rmi', IMAGE], { stdio: 'ignore' });
  rmSync(folder, { recursive: true, force: true });
}

/** Runs a block in the clone as one goes on in a terminal; throws where a command fails. */
function follow(text) {
  const lines = text.trim().split('\n');
  const timed = lines.map(
    (line) => `printf '\\n$ %s\\n' ${quoted(line)}\ntime { ${line.replace(/ +#.*$/, '')}; }`,
  );
  const script = ['set -eo pipefail', `TIMEFORMAT='(%R s)'`, ...timed].join('\n');
  run('bash', ['-c', script], clone);
}

function quoted(text) {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** What somebody with a server of their own has. */
async function prepare() {
  const server = join(clone, 'dist/containers/servers/reference/legacy.js');
  mkdirSync(join(project, 'dist'), { recursive: true });
  writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }\n');
  writeFileSync(
    join(project, 'dist/server.js'),
    `process.argv.push('--stdio');\nawait import('${pathToFileURL(server).href}');\n`,
  );
  listening = spawn(process.execPath, [server, '--http-port', PORT], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await Promise.race([
    once(createInterface(listening.stdout), 'line'),
    once(listening, 'exit').then(() => ['']),
  ]);
  if (!line.includes(PORT))
    throw new Error(`the README has a server on port ${PORT}, and none could listen there`);
  if (!hasEngine()) return;
  buildImage(join(clone, 'dist/images/legacy'), baseImage(), [IMAGE]);
  isBuilt = true;
}

function hasEngine() {
  try {
    execFileSync('docker', ['version'], { stdio: 'ignore', timeout: 10_000 });
    return true;
  } catch {
    if (process.env.REQUIRE_CONTAINERS === '1') throw new Error('there is no container engine');
    return false;
  }
}

function withoutImage(text) {
  process.stdout.write('without a container engine, what needs an image is left out\n');
  return text.replaceAll(/^.*--image.*\n/gm, '');
}
