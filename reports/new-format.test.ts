import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from '@jest/globals';
import { transformSync } from 'esbuild';
import { recorded } from './recorded.test.data.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const copy = mkdtempSync(join(tmpdir(), 'mcptc-format-'));
afterAll(() => rmSync(copy, { recursive: true }));

/** The folder: one file. */
const FORMAT = `import type { Format } from '../format.js';
import { neutralise } from '../text/neutralise.js';

/** A line a cell, for a spreadsheet. */
export const format: Format = {
  render: ({ summary }) =>
    Object.entries(summary)
      .flatMap(([transport, cells]) =>
        Object.entries(cells).map(([revision, counts]) =>
          [transport, revision, counts.pass, counts.fail].map((cell) => neutralise(\`\${cell}\`)).join(','),
        ),
      )
      .join('\\n') + '\\n',
};
`;
const LINE = `  csv: () => import('./csv/format.js'),\n`;

/** The program as it is built, with what the build would make of the two files. */
function buildCopy(): void {
  const built = /(^|\/)(containers\/(images|servers)|.*\.(test\.[^/]*|map|d\.c?ts))(\/|$)/;
  cpSync(join(root, 'dist'), join(copy, 'dist'), {
    recursive: true,
    filter: (from) => !built.test(relative(join(root, 'dist'), from)),
  });
  for (const name of ['node_modules', 'package.json', 'reports', 'harness', 'suites'])
    symlinkSync(join(root, name), join(copy, name));
  const registry = readFileSync(join(root, 'reports/index.ts'), 'utf8');
  const added = registry.replace(/(?<=\nconst folders = \{\n)/, LINE);
  expect(added.split('\n')).toHaveLength(registry.split('\n').length + 1);
  mkdirSync(join(copy, 'dist/reports/csv'));
  for (const [name, source] of [
    ['index', added],
    ['csv/format', FORMAT],
  ] as const)
    writeFileSync(join(copy, `dist/reports/${name}.js`), transformSync(source, { loader: 'ts' }).code);
}

const report = (...args: string[]) =>
  spawnSync(process.execPath, [join(copy, 'dist/harness/cli/main.js'), 'report', ...args], {
    cwd: copy,
    encoding: 'utf8',
  });

it('a new format is one folder and one line, and the command line knows it', () => {
  buildCopy();
  const sample = join(root, 'reports/samples/server-everything.json');
  const { status, stdout, stderr } = report(sample, '--report', 'csv');
  const figures = Object.entries(recorded.summary).flatMap(([transport, cells]) =>
    Object.entries(cells).map(([revision, { pass, fail }]) => `${transport},${revision},${pass},${fail}\n`),
  );
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: figures.join(''), stderr: '' });
  expect(figures.length).toBeGreaterThan(1);
  expect(report('--help').stdout).toMatch(/csv or matrix or/);
});
