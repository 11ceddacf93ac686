import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Result } from '../../reports/result/result.js';
import { neutralise } from '../../reports/text/neutralise.js';
import type { ConformanceOptions, ConformanceTarget, RunRequest } from '../jest/contract.cjs';

const RUN = fileURLToPath(new URL('../jest/run.js', import.meta.url));
/** Characters of the end of stderr that a message quotes. */
const MAX_STDERR = 4_000;
/** Milliseconds for a whole run where the options name no other time, and how much longer it may take to end what it started. */
const RUN_TIMEOUT = 600_000;
const GRACE = 60_000;

/**
 * Runs the conformance scenarios on a target, as `mcptc run` does, in a process of its own; delivers the result, whatever
 * it says. `result.run.exitCode` is the verdict: 0 conforms, 1 does not, 2 nothing was decided, 3 the target never came
 * up. Without `output` nothing is left behind. Rejects where the options are wrong, or where the run itself failed.
 */
export async function conformance(
  target: ConformanceTarget,
  options: Omit<ConformanceOptions, 'name'> = {},
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'mcptc-run-'));
  try {
    const child = spawn(process.execPath, [RUN], {
      stdio: ['pipe', 'ignore', 'pipe'],
      timeout: (options.runTimeoutMs ?? RUN_TIMEOUT) + GRACE,
      killSignal: 'SIGKILL',
      windowsHide: true,
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr = `${stderr}${text}`.slice(-MAX_STDERR);
    });
    // A process that has ended reads nothing more, and its end says why.
    child.stdin.on('error', () => {});
    const request = { target, options, folder, parent: process.pid, employer: null, want: 'result' as const };
    child.stdin.end(JSON.stringify(request satisfies Asked, (_, value: unknown) => value ?? null));
    const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
    const file = join(folder, 'result.json');
    if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Result;
    const said = neutralise(stderr, { max: MAX_STDERR, multiline: true }).trim();
    // Misuse is explained on stderr, and anything else is our fault.
    if (code === 2 && said !== '') throw new Error(said);
    const how = signal === null ? `exit code ${code}` : signal;
    throw new Error(`The run itself failed, not the target: it ended with ${how}.\n${said}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A request before it is JSON, which has no `undefined`. */
type Asked = Omit<RunRequest, 'target' | 'options'> & {
  target: ConformanceTarget;
  options: ConformanceOptions;
};
