import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isConformanceError } from '../../adapters/errors.js';
import { makeHarmless } from '../../reports/text/neutralise.js';
import { prepareRun } from '../api/prepare.js';
import { readRequest } from '../api/request.js';
import { perform } from '../cli/perform.js';
import type { JestRunRequest } from './contract.cjs';
import { listTests } from './tests.js';

/** The process behind `describeConformance`: does the run, and leaves its result as tests. */

/** Milliseconds between two looks at whether somebody still waits for us. */
const LOOK = 500;

const { target, options, folder, parent, employer } = JSON.parse(readFileSync(0, 'utf8')) as JestRunRequest;

/** Jest is blocked while we run: where it is killed, it can neither pass on the signal nor clear up. */
const abandoned = (): boolean => process.ppid !== parent || (employer !== null && !isAlive(employer));
setInterval(() => {
  if (abandoned()) process.kill(process.pid, 'SIGTERM');
}, LOOK).unref();
process.on('exit', () => {
  if (abandoned()) rmSync(folder, { recursive: true, force: true });
});

try {
  const document = await readRequest(target, options);
  const result = await perform(await prepareRun(document), { quiet: true });
  const tests = listTests(result, document.output);
  writeFileSync(join(folder, 'tests.json'), JSON.stringify(tests));
} catch (error) {
  process.stderr.write(makeHarmless(wordsOf(error)));
  process.exitCode = isConformanceError(error, 'usage') ? 2 : 3;
}
process.exit();

function wordsOf(error: unknown): string {
  if (isConformanceError(error)) return `${error.message}\n${error.next ?? ''}\n`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
