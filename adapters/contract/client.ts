/** Opens connections in contract tests and reads their frames with a limit on every wait. */
import {
  DEFAULT_MAX_MESSAGE,
  type Adapter,
  type Connection,
  type Frame,
  type OpenOptions,
} from '../adapter.js';
import { getEra, type Revision } from '../revision.js';
import { Transcript } from '../transcript.js';

/** Milliseconds until a test gives up on a frame or an end that must come. */
const PATIENCE_MS = 20_000;

export interface Client<C extends Connection = Connection> {
  connection: C;
  transcript: Transcript;
  frames: Frames;
}

/** Opens a connection as the harness does, with a transcript of its own. */
export async function openClient<Endpoint, C extends Connection>(
  adapter: Adapter<Endpoint, C>,
  endpoint: Endpoint,
  revision: Revision,
  options: Partial<OpenOptions> = {},
): Promise<Client<C>> {
  const transcript = new Transcript();
  const connection = await adapter.open(endpoint, {
    era: getEra(revision),
    revision,
    signal: new AbortController().signal,
    transcript,
    maxMessage: DEFAULT_MAX_MESSAGE,
    ...options,
  });
  return { connection, transcript, frames: new Frames(connection) };
}

/** Reads `inbound` one frame at a time, and never waits without a bound. */
export class Frames {
  readonly #iterator: AsyncIterator<Frame>;

  constructor(connection: Connection) {
    this.#iterator = connection.inbound[Symbol.asyncIterator]();
  }

  /** The next frame; `undefined` at the end. */
  async next(): Promise<Frame | undefined> {
    const result = await awaitSoon('a frame', this.#iterator.next());
    return result.done === true ? undefined : result.value;
  }

  /** The next frame, which must be there. */
  async take(): Promise<Frame> {
    const frame = await this.next();
    if (frame === undefined) throw new Error('the connection ended before the frame came');
    return frame;
  }
}

export async function awaitSoon<T>(what: string, promise: Promise<T>, ms = PATIENCE_MS): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`waited ${ms} ms for ${what}`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

export const makeCall = (id: number, method: string, params: object = {}) => ({
  jsonrpc: '2.0',
  id,
  method,
  params,
});
