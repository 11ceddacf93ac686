// Follows "Gate your CI in five minutes" of docs/ci.md to the letter, in a fresh folder, against the server that it names.
// `node scripts/run-ci-page.mjs` by itself; `check-package.mjs` uses it on a package that is installed already.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { run } from './run.mjs';

const PACKAGE = 'mcp-transport-conformance';
const INSTALL = `npm install --save-dev ${PACKAGE} `;

const section = readFileSync('docs/ci.md', 'utf8')
  .split('\n## Gate your CI in five minutes\n')[1]
  .split('\n## ')[0];
const block = (language) => new RegExp(`\`\`\`${language}(?: \\S+)?\n([\\s\\S]*?)\`\`\``).exec(section)[1];

/** Runs the commands (without a tarball, the package is there already), then the steps of the workflow that a runner would. Throws where one fails or leaves nothing behind. */
export function followCiPage(folder, { tarball, workflow = true }) {
  const lines = block('sh').trim().split('\n');
  if (!lines[0].startsWith(INSTALL)) throw new Error(`docs/ci.md installs otherwise: ${lines[0]}`);
  // The one thing that is not to the letter: what is not published yet comes from its tarball.
  const first = lines[0].replace(PACKAGE, tarball === undefined ? '' : `'${tarball}'`);
  const steps = workflow ? Object.values(parse(block('yaml')).jobs)[0].steps.map((step) => step.run) : [];
  const commands = [first, ...lines.slice(1), ...steps.filter((command) => command !== undefined)];
  process.env.GITHUB_STEP_SUMMARY = join(folder, 'step-summary.md');
  for (const command of commands) run('bash', ['-e', '-o', 'pipefail', '-c', command], folder);
  const left = ['junit.xml', 'summary.md', '.mcptc/result.json', ...(workflow ? ['step-summary.md'] : [])];
  const missing = left.find((file) => !existsSync(join(folder, file)));
  if (missing !== undefined) throw new Error(`${missing} was not written`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = mkdtempSync(join(tmpdir(), 'mcptc-ci-page-'));
  try {
    run('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], process.cwd());
    const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
    followCiPage(folder, { tarball: join(folder, tarball) });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
