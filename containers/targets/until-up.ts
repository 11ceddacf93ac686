/** What is waited for while a server comes up. */
export interface ComingUp<T> {
  /** Settles once it is ready. */
  up: Promise<T>;
  /** Settles, with how in words, where it ends instead. */
  died: Promise<string>;
  timeoutMs: number;
  /** Completes "it was not ready within … ms". */
  missing: () => string;
  /** Whoever waits does not want it any more. */
  signal: AbortSignal;
}

/** Settles with what `up` brings. Rejects, with why in words, where it ends, is late, or is not wanted any more. */
export async function waitUntilUp<T>({ up, died, timeoutMs, missing, signal }: ComingUp<T>): Promise<T> {
  const over = new AbortController();
  const ended = died.then((how): never => {
    throw new Error(`it ${how} before it was ready`);
  });
  const late = new Promise<never>((_, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`it was not ready within ${timeoutMs} ms${missing()}`)),
      timeoutMs,
    );
    over.signal.addEventListener('abort', () => clearTimeout(timer));
  });
  const stopped = new Promise<never>((_, reject) => {
    const abort = (): void => reject(new Error('the run was stopped meanwhile'));
    signal.addEventListener('abort', abort, { signal: over.signal });
    if (signal.aborted) abort();
  });
  try {
    return await Promise.race([up, ended, late, stopped]);
  } finally {
    over.abort();
  }
}

/** Lines of stderr that an error quotes. */
const QUOTED_LINES = 8;

/** The last of what a server said, as the end of a sentence about it. */
export function quoteLastLines(stderr: string): string {
  const said = stderr.trimEnd().split('\n').slice(-QUOTED_LINES).join('\n');
  return said === '' ? '; it wrote nothing to stderr' : `; its stderr ends with:\n${said}`;
}

/**
 * The last `keep` characters at most, from the beginning of a line on: half a line may hold half a secret, in which nobody
 * would know it again.
 */
export function takeLastLines(text: string, keep: number): string {
  if (text.length <= keep) return text;
  const line = text.indexOf('\n', text.length - keep - 1);
  return line === -1 ? '' : text.slice(line + 1);
}
