/** Starts and dismisses the process that cleans up containers should ours be killed. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { ConnectError } from '../../adapters/adapter.js';

const MAIN = fileURLToPath(new URL('./reaper-main.js', import.meta.url));

/** What the reaper is told when there is nothing left to do; a pipe that closes without it means that we were killed. */
export const DISMISSED = 'done\n';

/**
 * A process of its own that holds a pipe to us. When the pipe closes, whatever ended us, it removes everything that
 * carries the label. It loads nothing before that, so it costs the start of a bare Node.
 */
export class Reaper {
  readonly #host: string;
  readonly #label: string;
  #started: Promise<ChildProcess> | undefined;

  constructor(host: string, label: string) {
    this.#host = host;
    this.#label = label;
  }

  /** Resolves once it stands by. Rejects with `ConnectError` where it cannot be started. */
  async watch(): Promise<void> {
    await (this.#started ??= this.#start());
  }

  /** Everything was removed. */
  dismiss(): void {
    void this.#started?.then(
      ({ stdin }) => stdin?.end(DISMISSED),
      () => undefined,
    );
  }

  async #start(): Promise<ChildProcess> {
    // In a session of its own, where Ctrl-C and the end of the terminal do not reach it.
    const child = spawn(process.execPath, [MAIN, this.#host, this.#label], {
      cwd: '/',
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    try {
      await once(child, 'spawn');
    } catch (cause) {
      throw new ConnectError(
        `what would clean up after a crash cannot be started: ${(cause as Error).message}`,
        'Free some processes or memory.',
        { cause },
      );
    }
    child.stdin.on('error', () => undefined);
    // Neither it nor its pipe keeps us running.
    child.unref();
    (child.stdin as { unref?: () => void }).unref?.();
    return child;
  }
}
