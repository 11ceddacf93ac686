// Two projects of users, as different as they come: their module systems, their Jests and their transforms.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.mjs';

/** A server that every installation has, and the shortest conversation with it. */
const TEST = `import { describeConformance } from 'mcp-transport-conformance/jest';

const server = 'node_modules/mcp-transport-conformance/dist/containers/servers/reference/dual-era.js';
describeConformance({ command: [process.execPath, server, '--stdio'] }, OPTIONS);
`;
const OPTIONS = `{ scenarios: ['shared/lifecycle/ping', 'shared/tools/list'] }`;

/** Native ESM, no transform, and no globals. */
export const esmProject = (folder, tarball) =>
  project(folder, [tarball, 'jest@30.5.2'], {
    'package.json': JSON.stringify({ private: true, type: 'module' }),
    'jest.config.js': 'export default { transform: {}, injectGlobals: false };\n',
    'conformance.test.js': TEST.replace('OPTIONS', OPTIONS),
  });

/** CommonJS made of TypeScript, which looks for types in the oldest way that is still in use. */
export const commonJsProject = (folder, tarball) =>
  project(folder, [tarball, 'jest@29.7.0', 'ts-jest@29.4.15', 'typescript@5.9.3'], {
    'package.json': JSON.stringify({ private: true }),
    'jest.config.js': `module.exports = { preset: 'ts-jest' };\n`,
    'tsconfig.json': JSON.stringify({
      compilerOptions: { module: 'commonjs', moduleResolution: 'node10', strict: true },
    }),
    'conformance.test.ts': `import type { ConformanceOptions } from 'mcp-transport-conformance/jest';
${TEST.replace('OPTIONS', 'options').replace('\n\n', `\n\nconst options: ConformanceOptions = ${OPTIONS};\n`)}`,
  });

function project(folder, packages, files) {
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  run('npm', ['install', '--silent', '--prefer-offline', '--no-audit', '--no-fund', ...packages], folder);
  return folder;
}

/** Throws unless tests passed and none did anything else. */
export function runJest(folder, flags = []) {
  const jest = join('node_modules', 'jest', 'bin', 'jest.js');
  run(process.execPath, [...flags, jest, '--verbose', '--json', '--outputFile=tests.json'], folder);
  const { numPassedTests, numTotalTests } = JSON.parse(readFileSync(join(folder, 'tests.json'), 'utf8'));
  if (numPassedTests === 0 || numPassedTests !== numTotalTests) {
    throw new Error(`${numPassedTests} of ${numTotalTests} tests passed in ${folder}`);
  }
}
