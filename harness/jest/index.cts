import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConformanceOptions, ConformanceTarget, Severity } from '../api/options.cjs';
import type { JestRunRequest, TestCase, TestGroup } from './contract.cjs';

export type { ConformanceOptions, ConformanceTarget, Severity };

type Declare = (name: string, body: () => void) => void;

/** The two globals of a Jest test file that are needed. */
export interface JestGlobals {
  describe: Declare;
  it: Declare & { skip: Declare };
}

const RUN = join(__dirname, 'run.js');
/** Characters of the end of stderr that a message quotes. */
const MAX_STDERR = 4_000;
/** Characters of a target in the title of its block. */
const MAX_NAME = 120;
/** Milliseconds for a whole run where the options name no other time; the same as the command line's. */
const RUN_TIMEOUT = 600_000;
/** Milliseconds that a run may take beyond its own limit to end what it started. */
const GRACE = 60_000;

/**
 * Runs the conformance scenarios on a target and declares a test for each of them, by transport and revision. The run
 * happens here and now, in a process of its own, because Jest has no way to skip a test that has begun: the tests only
 * report. There is always at least one test, and one that fails where the target never came up or nothing was decided.
 *
 * With `injectGlobals: false` nothing else is needed; other runners pass their own `describe` and `it`.
 */
export function describeConformance(
  target: ConformanceTarget,
  options: ConformanceOptions = {},
  { describe, it }: JestGlobals = globals(),
): void {
  const caller = callerOf(describeConformance);
  describe(`MCP conformance of ${options.name ?? nameOf(target)}`, () => {
    const declare = ({ name, groups, tests }: TestGroup): void =>
      describe(name, () => {
        groups.forEach(declare);
        for (const test of tests) declareTest(test, it, caller);
      });
    for (const group of outcomeOf(target, options)) declare(group);
  });
}

function globals(): JestGlobals {
  const known = globalThis as unknown as Partial<JestGlobals>;
  const { describe, it } = known;
  // Not a package that has to be there: Jest itself answers to this name.
  return describe !== undefined && it !== undefined ? { describe, it } : require('@jest/globals');
}

/** The one line of the stack that leads to who called that function; absent where there is none. */
function callerOf(callee: (...args: never) => unknown): string | undefined {
  const here = { stack: '' };
  Error.captureStackTrace(here, callee);
  return here.stack.split('\n').find((line) => /^\s+at /.test(line));
}

function declareTest(
  { name, state, message = '' }: TestCase,
  it: JestGlobals['it'],
  caller: string | undefined,
): void {
  if (state === 'skipped') return it.skip(name, () => {});
  it(name, () => {
    if (state === 'passed') return;
    const failure = new Error(message);
    // Without a line of a stack Jest takes most of a message for one, and where in our code it was thrown helps nobody.
    failure.stack = [message, ...(caller === undefined ? [] : [caller])].join('\n');
    throw failure;
  });
}

/** `node server.js`, `http://127.0.0.1:3000/mcp`: without what may be a secret in a query. */
function nameOf({ command, url, urls = [], config, from, server }: ConformanceTarget): string {
  const addresses = [url, ...urls]
    .filter((one) => one !== undefined)
    .map((one) => one.replace(/[?#].*/s, ''));
  const words = [...addresses, command?.join(' '), config, server, from].filter((one) => one !== undefined);
  return words.length === 0 ? 'the target of mcptc.yaml' : words.join(', ').slice(0, MAX_NAME);
}

/** The run as groups of tests; a run that failed to be one is a group with one failing test. */
function outcomeOf(target: ConformanceTarget, options: ConformanceOptions): TestGroup[] {
  const folder = mkdtempSync(join(tmpdir(), 'mcptc-jest-'));
  const errors = join(folder, 'stderr.txt');
  try {
    const stderr = openSync(errors, 'w');
    // A worker of Jest has a channel to the process that it works for.
    const employer = process.send === undefined ? null : process.ppid;
    const request: JestRunRequest = { target, options, folder, parent: process.pid, employer };
    const { error, signal, status } = spawnSync(process.execPath, [RUN], {
      input: JSON.stringify(request, (_, value: unknown) => (value === undefined ? null : value)),
      // A buffer could be too small for it, and our progress is nothing to mix with that of Jest.
      stdio: ['pipe', 'ignore', stderr],
      // In Jest this is a copy that tests may have written to; the child would get the original.
      env: process.env,
      timeout: (options.runTimeoutMs ?? RUN_TIMEOUT) + GRACE,
      killSignal: 'SIGKILL',
      windowsHide: true,
    });
    closeSync(stderr);
    return (
      readGroups(join(folder, 'tests.json')) ?? broken(error, signal, status, readFileSync(errors, 'utf8'))
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readGroups(file: string): TestGroup[] | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as TestGroup[];
  } catch {
    return undefined;
  }
}

/** One failing test that says why there are no others. */
function broken(
  error: (Error & { code?: string }) | undefined,
  signal: string | null,
  status: number | null,
  stderr: string,
): TestGroup[] {
  const how =
    error?.code === 'ETIMEDOUT'
      ? 'It was ended because it outlived its own limit.'
      : (error?.message ??
        (signal === null ? `It ended with exit code ${status}.` : `It was ended by ${signal}.`));
  const said = harmless(stderr.slice(-MAX_STDERR)).trim();
  // Misuse is explained on stderr, and anything else is our fault.
  const message =
    status === 2 && said !== '' ? said : `The run itself failed, not the target. ${how}\n${said}`;
  return [{ name: 'the run', groups: [], tests: [{ name: 'takes place', state: 'failed', message }] }];
}

/**
 * Everything that a reader cannot see, but line feeds, becomes a mark. A copy in small of what reports/text does: this file
 * loads nothing of ours, because Jest would have to transform or link it.
 */
const harmless = (text: string): string => text.replace(/[^\P{C}\n]/gu, '�');
