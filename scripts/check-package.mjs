// Packs the package, checks its shape, installs it in an empty folder and runs the command from there.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'mcptc-package-'));
const run = (command, args, cwd) =>
  execFileSync(command, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] });

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

  const elsewhere = mkdtempSync(join(folder, 'elsewhere-'));
  writeFileSync(
    join(elsewhere, 'package.json'),
    '{ "name": "elsewhere", "private": true, "type": "module" }\n',
  );
  run('npm', ['install', '--silent', '--no-audit', '--no-fund', tarball], elsewhere);
  run('npx', ['--no-install', 'mcptc', '--version'], elsewhere);
  run('npx', ['--no-install', 'mcptc', 'demo', '--quiet'], elsewhere);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
