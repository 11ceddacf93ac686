// Packs the package, checks its shape, installs it in empty folders and uses it there: the command, the Jest binding, from a program, and
// its JUnit XML by the readers of others.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readJunitByOthers } from './junit-consumers.mjs';
import { followCiPage } from './run-ci-page.mjs';
import { commonJsProject, runJest, esmProject } from './jest-projects.mjs';
import { runProgramExample } from './program-example.mjs';
import { run } from './run.mjs';

const folder = mkdtempSync(join(tmpdir(), 'mcptc-package-'));

try {
  run('npm', ['pack', '--silent', '--pack-destination', folder], process.cwd());
  const tarball = join(
    folder,
    readdirSync(folder).find((name) => name.endsWith('.tgz')),
  );
  run('npx', ['--no-install', 'publint', 'run', tarball, '--strict'], process.cwd());
  // Resolution without `exports` is older than every Node that this package runs on.
  run(
    'npx',
    ['--no-install', 'attw', tarball, '--profile', 'node16', '--ignore-rules', 'cjs-resolves-to-esm'],
    process.cwd(),
  );

  const esm = esmProject(join(folder, 'esm'), tarball);
  run('npx', ['--no-install', 'mcptc', '--version'], esm);
  run('npx', ['--no-install', 'mcptc', 'demo', '--quiet'], esm);
  runJest(esm, ['--experimental-vm-modules']);
  runProgramExample(esm);
  // The workflow repeats the same command; `node scripts/run-ci-page.mjs` follows that too.
  followCiPage(esm, { workflow: false });
  readJunitByOthers(join(folder, 'junit'));
  runJest(commonJsProject(join(folder, 'commonjs'), tarball));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
