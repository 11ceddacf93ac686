import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Result } from '../../reports/result/result.js';
import { makeHarmless } from '../cli/terminal.js';
import { runProgram } from '../cli/program.js';
import { UsageError } from '../config/errors.js';
import { makeCommandLine } from './command-line.js';
import type { RunRequest } from './contract.cjs';
import { listTests } from './tests.js';

/** The process behind `describeConformance` and `conformance`: a run of the command line, and its result, as tests or as it is. */

/** Milliseconds between two looks at whether somebody still waits for us. */
const LOOK = 500;

const { target, options, want, folder, parent, employer } = JSON.parse(readFileSync(0, 'utf8')) as RunRequest;

/** Jest is blocked while we run, and a program may be killed: where it is killed, it can neither pass on the signal nor clear up. */
const abandoned = (): boolean => process.ppid !== parent || (employer !== null && !isAlive(employer));
setInterval(() => {
  if (abandoned()) process.kill(process.pid, 'SIGTERM');
}, LOOK).unref();
process.on('exit', () => {
  if (abandoned()) rmSync(folder, { recursive: true, force: true });
});

try {
  const output = options.output ?? join(folder, 'output');
  const startedAt = Date.now();
  process.exitCode = await runProgram(makeCommandLine(target, options, output));
  const result = resultIn(output, startedAt);
  if (result !== undefined) {
    const wanted = want === 'tests' ? listTests(result, options.output ?? undefined) : result;
    writeFileSync(join(folder, `${want}.json`), JSON.stringify(wanted));
  }
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(makeHarmless(`${error.message}\n${error.next}\n`));
  process.exitCode = 2;
}
process.exit();

/** Misuse leaves no result, and not even clears away that of an earlier run. */
function resultIn(output: string, startedAt: number): Result | undefined {
  const file = join(output, 'result.json');
  if (!existsSync(file)) return undefined;
  const result = JSON.parse(readFileSync(file, 'utf8')) as Result;
  return Date.parse(result.run.startedAt) < startedAt ? undefined : result;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
