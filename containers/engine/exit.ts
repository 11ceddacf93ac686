/** Finds out how a container ended: by itself, for want of memory, or with the engine. */
import type { Exit } from '../../adapters/stdio/endpoint.js';
import { settledWithin } from '../../adapters/wait.js';
import { EngineRefusal } from './calls.js';
import type { Engine } from './engine.js';

/** Milliseconds after the last of its output for the engine to tell of its end by itself. */
const TELL_MS = 2_000;

/** There is no such container any more. */
const NOT_FOUND = 404;

/**
 * Settles when the container is over; `explain` puts what the fence had to do with it into words. An engine that is lost tells nothing of its containers: then it settles as if the
 * container were killed, once everybody was told of the loss. Never rejects.
 */
export async function awaitExit(
  engine: Engine,
  id: string,
  { ended, explain }: { ended: Promise<void>; explain: (outOfMemory: boolean) => string },
): Promise<Exit> {
  const { docker, calls } = engine;
  const container = docker.getContainer(id);
  const asked = container.wait().then(
    ({ StatusCode }: { StatusCode: number }) => toExit(StatusCode),
    async ({ statusCode }: { statusCode?: number }): Promise<undefined> => {
      // Who refuses to tell of an end has not told of one.
      if (statusCode !== undefined && statusCode !== NOT_FOUND) await ended;
    },
  );
  // Where nothing is told although its pipes are closed, it is looked at.
  const look = async (): Promise<undefined> => {
    await ended;
    await settledWithin(asked, TELL_MS, calls.lost);
  };
  const told = await Promise.race([asked, look()]);
  try {
    const { State: state } = await calls.make('inspect', () => container.inspect());
    if (state.Running) {
      // It closed its pipes and goes on; or the engine came back, and no longer tells us.
      const { StatusCode } = (await container.wait()) as { StatusCode: number };
      return toExit(StatusCode);
    }
    const exit = told ?? toExit(state.ExitCode);
    const why = exit.code === 0 ? '' : explain(state.OOMKilled);
    return why === '' ? exit : { ...exit, why };
  } catch (error) {
    // It was removed while it ran, or the engine was lost.
    if (!(error instanceof EngineRefusal)) await calls.confirm();
    return told ?? { code: null, signal: 'SIGKILL' };
  }
}

const SIGNALS: Readonly<Record<number, string>> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  6: 'SIGABRT',
  9: 'SIGKILL',
  11: 'SIGSEGV',
  13: 'SIGPIPE',
  15: 'SIGTERM',
};

/** The process that reaps tells the end by a signal as 128 and its number, as a shell does. */
function toExit(status: number): Exit {
  const signal = SIGNALS[status - 128];
  return signal === undefined ? { code: status, signal: null } : { code: null, signal };
}
