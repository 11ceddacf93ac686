/** Builds an image from a Dockerfile. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { ConnectError } from '../../adapters/adapter.js';
import type { Engine } from './engine.js';
import { BUILT_LABEL } from './docker.js';

/** What an image is made of. */
export interface Dockerfile {
  /** Absolute. */
  file: string;
  /** The folder whose files it may copy, absolute; the file lies in it. */
  context: string;
  /** Values for its `ARG`s. */
  args: Readonly<Record<string, string>>;
}

/** Milliseconds for the context to be taken and the first step to be told. */
const FIRST_WORD_MS = 300_000;
/** Lines of its output that an error quotes. */
const QUOTED_LINES = 12;

interface BuildEvent {
  stream?: string;
  error?: string;
  aux?: { ID?: string };
}

/**
 * Builds the image and returns its id. It gets no name: a name could be that of an older build, and what did not change
 * comes from the engine's cache. Rejects with `ConnectError` that quotes the last of the output.
 */
export async function buildImage(
  { docker, calls }: Engine,
  { file, context, args }: Dockerfile,
  signal: AbortSignal,
): Promise<string> {
  if (!existsSync(file)) {
    throw new ConnectError(`there is no ${file}`, 'Correct `dockerfile`; it is relative to the config file.');
  }
  const output: string[] = [];
  let id: string | undefined;
  // How long it takes is the Dockerfile's business; that something is said at all is the engine's.
  const over = AbortSignal.any([signal, calls.lost]);
  try {
    const src = await filesIn(context);
    const options = {
      dockerfile: relative(context, file),
      buildargs: args,
      labels: { [BUILT_LABEL]: 'true' },
      rm: true,
      forcerm: true,
      abortSignal: over,
    };
    const stream = (await calls.make('build', () => docker.buildImage({ context, src }, options), {
      signal,
      ms: FIRST_WORD_MS,
    })) as NodeJS.ReadableStream & { destroy(): void };
    const abort = (): void => stream.destroy();
    over.addEventListener('abort', abort, { once: true });
    let failure: string | undefined;
    await new Promise<void>((resolve) => {
      // Where we cut it off, its end is never told.
      stream.once('close', resolve);
      docker.modem.followProgress(
        stream,
        (error) => {
          if (error !== null) failure ??= error.message;
          resolve();
        },
        (event: BuildEvent) => {
          if (event.stream !== undefined) output.push(event.stream);
          if (event.error !== undefined) failure = event.error;
          id = event.aux?.ID ?? id;
        },
      );
    });
    over.removeEventListener('abort', abort);
    over.throwIfAborted();
    if (failure !== undefined) throw new Error(failure);
    if (id === undefined) throw new Error('the engine names no image that came of it');
    return id;
  } catch (cause) {
    calls.lost.throwIfAborted();
    if (signal.aborted) throw new ConnectError('the run was stopped meanwhile', 'Start another.', { cause });
    const lines = output.join('').trimEnd().split('\n').slice(-QUOTED_LINES).join('\n');
    throw new ConnectError(
      `the image of ${file} could not be built: ${(cause as Error).message}${lines === '' ? '' : `\n${lines}`}`,
      `Build it by hand: docker build -f ${file} ${context}`,
      { cause },
    );
  }
}

/** Every file below the folder, relative to it; which of them count, its `.dockerignore` says. */
async function filesIn(context: string): Promise<string[]> {
  const entries = await readdir(context, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(context, join(entry.parentPath, entry.name)))
    .sort();
}
