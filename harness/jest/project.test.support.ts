import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const JEST = join(dirname(createRequire(import.meta.url).resolve('jest/package.json')), 'bin', 'jest.js');

/** What one test came to, as Jest tells it. */
export interface Told {
  title: string;
  ancestorTitles: string[];
  status: 'passed' | 'failed' | 'pending';
  failureMessages: string[];
}

export interface Project {
  readonly folder: string;
  /** The temporary folder of everything that runs there. */
  readonly temporary: string;
  /** A Jest of its own, with its report on the way to `tests.json`. */
  start(...flags: string[]): ChildProcess;
  /** Runs all tests and tells what each came to. */
  test(...flags: string[]): Promise<{ code: number | null; tests: Told[] }>;
  remove(): void;
}

/** A project of a user that has the package installed, with these files. */
export function makeProject(files: Readonly<Record<string, string>>): Project {
  const folder = mkdtempSync(join(tmpdir(), 'mcptc-project-'));
  const temporary = join(folder, 'tmp');
  const report = join(folder, 'tests.json');
  for (const inner of [temporary, join(folder, 'node_modules')]) mkdirSync(inner);
  symlinkSync(ROOT, join(folder, 'node_modules', 'mcp-transport-conformance'), 'junction');
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const start: Project['start'] = (...flags) =>
    spawn(
      process.execPath,
      ['--experimental-vm-modules', JEST, '--json', `--outputFile=${report}`, ...flags],
      {
        cwd: folder,
        env: { ...process.env, TMPDIR: temporary },
        stdio: 'ignore',
      },
    );
  return {
    folder,
    temporary,
    start,
    async test(...flags) {
      const [code] = (await once(start(...flags), 'close')) as [number | null];
      const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
        testResults: { message: string; assertionResults: Told[] }[];
      };
      const unread = testResults.find(({ assertionResults }) => assertionResults.length === 0);
      if (unread !== undefined) throw new Error(unread.message);
      return { code, tests: testResults.flatMap(({ assertionResults }) => assertionResults) };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
