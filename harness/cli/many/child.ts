/** Tests one target in a process of its own: starts it, hands it the job and follows it to its end. */
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { FromWorker, Standing, ToWorker } from './protocol.js';

const WORKER = fileURLToPath(new URL('./worker.js', import.meta.url));

/** Characters of the standard error of a process that ended without a word. */
const LAST_WORDS = 2_000;

/** What came of one target; with exit codes 0 and 1 its result lies in its folder. */
export interface ChildOutcome {
  exitCode: number;
  problem?: string;
  next?: string;
}

/** A target that is being tested. */
export interface ChildRun {
  readonly outcome: Promise<ChildOutcome>;
  end(): void;
  leave(): void;
}

/**
 * Starts the test of one target. In a process of its own, and a group of its own: what one target does to memory, to the
 * event loop or to a parser is no other's time, its variables are no other's, and a signal of the terminal reaches only us.
 */
export function startChild(
  job: Extract<ToWorker, { kind: 'job' }>,
  hooks: { onStanding: (standing: Standing) => void; onNote: (text: string) => void },
): ChildRun {
  const child = fork(WORKER, {
    detached: true,
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-LAST_WORDS)));
  let outcome: ChildOutcome | undefined;
  child.on('message', (message: FromWorker) => {
    if (message.kind === 'standing') hooks.onStanding(message.standing);
    else if (message.kind === 'note') hooks.onNote(message.text);
    else outcome ??= toOutcome(message);
  });
  send(child, job);
  return {
    outcome: new Promise((resolve) => {
      const ended = (why: string): void =>
        resolve(
          outcome ?? { exitCode: 3, problem: `the process that tested it ${why}${said && `: ${said}`}` },
        );
      child.once('error', ({ message }) => ended(`could not be started: ${message}`));
      child.once('close', (code, signal) => ended(`ended with ${signal ?? `exit code ${code}`}`));
    }),
    end: () => send(child, { kind: 'end' }),
    leave: () => send(child, { kind: 'leave' }),
  };
}

function toOutcome(message: Extract<FromWorker, { kind: 'done' | 'failed' }>): ChildOutcome {
  const { exitCode } = message;
  if (message.kind === 'done') return { exitCode };
  return {
    exitCode,
    problem: message.message,
    ...(message.next === undefined ? {} : { next: message.next }),
  };
}

/** To one that has ended meanwhile nothing is said; how it ended is told by its outcome. */
function send(child: ChildProcess, message: ToWorker): void {
  if (child.connected) child.send(message, () => undefined);
}
