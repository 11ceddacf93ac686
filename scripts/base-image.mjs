// Makes a base image from the Node of this machine, for where no image registry is in reach:
//   node scripts/base-image.mjs [--python] [--bash] [NAME]
// The same machine makes the same image each time, and where the tag has it already, nothing is loaded. Elsewhere
// nobody needs this: the Dockerfiles begin with an image from a registry. Needs Linux and the docker command.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { bashFiles, CERTIFICATES, nodeFiles, pythonFiles } from './base-files.mjs';
import { tar } from './tar.mjs';

const CONTENT = 'mcptc.base-content';
/** Not when, or the image would be another one each time. */
const CREATED = '1970-01-01T00:00:00Z';
const ARCHITECTURES = { x64: 'amd64', arm64: 'arm64', ppc64: 'ppc64le', s390x: 's390x' };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { python: { type: 'boolean', default: false }, bash: { type: 'boolean', default: false } },
});
const { python, bash } = values;
const name = positionals[0] ?? `mcptc-base/${python ? 'python' : bash ? 'bash' : 'node'}`;
const tag = /:[^/]+$/.test(name) ? name : `${name}:latest`;

const node = nodeFiles();
// Python and bash are layers of their own: the one below is shared with the image that has none.
const layers = [node, ...(python ? [pythonFiles(node)] : []), ...(bash ? [bashFiles(node)] : [])].map(tar);
const { content, config } = configOf(layers);
if (inspect(`{{index .Config.Labels "${CONTENT}"}}`) !== content) load(config, layers);
process.stdout.write(`${tag} ${inspect('{{.Id}}')}\n`);

function configOf(layers) {
  const labels = {
    'org.opencontainers.image.title': python ? 'Node and Python' : 'Node',
    'org.opencontainers.image.description': `Node ${process.version}${python ? ', Python' : ''}, a shell and their libraries, from one machine`,
    'org.opencontainers.image.licenses': `MIT AND ${python ? 'PSF-2.0 AND ' : ''}GPL-3.0-or-later AND LGPL-2.1-or-later`,
  };
  const config = {
    architecture: ARCHITECTURES[process.arch],
    os: 'linux',
    created: CREATED,
    config: {
      // Each OpenSSL looks where it was built to; what is not there, it takes for none.
      Env: [
        'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
        `SSL_CERT_FILE=${CERTIFICATES}`,
      ],
      Cmd: [python ? 'python3' : 'node'],
      Labels: labels,
    },
    // One entry a layer, or what is built on top shows its layers one off.
    history: layers.map(() => ({ created: CREATED, created_by: 'scripts/base-image.mjs' })),
    rootfs: { type: 'layers', diff_ids: layers.map((layer) => `sha256:${sha256(layer)}`) },
  };
  // Not every engine takes the hash of the config for the id of an image, hence a label to know it by.
  labels[CONTENT] = sha256(JSON.stringify(config));
  return { content: labels[CONTENT], config: JSON.stringify(config) };
}

function load(config, layers) {
  const files = layers.map((data, index) => [`layer-${index}.tar`, { mode: 0o644, data }]);
  const manifest = [{ Config: 'config.json', RepoTags: [tag], Layers: files.map(([path]) => path) }];
  const archive = tar([
    ['config.json', { mode: 0o644, data: Buffer.from(config) }],
    ['manifest.json', { mode: 0o644, data: Buffer.from(JSON.stringify(manifest)) }],
    ...files,
  ]);
  execFileSync('docker', ['load', '--quiet'], { input: archive, stdio: ['pipe', 'ignore', 'inherit'] });
}

/** Undefined where there is no such image, or no engine; loading says which. */
function inspect(format) {
  try {
    const args = ['image', 'inspect', '--format', format, tag];
    return execFileSync('docker', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
}

function sha256(data) {
  return createHash('sha256').update(data).digest('hex');
}
