/** A stdio connection: messages as lines on the pipes, and the end of the process step by step. */
import type { Channel, Closing, Ended, Frame, OpenOptions, Outgoing, Traits } from '../adapter.js';
import { encode } from '../bytes.js';
import { observe } from '../observation.js';
import { SoleChannel } from '../sole-channel.js';
import type { Transcript } from '../transcript.js';
import { settledWithin } from '../wait.js';
import type { Exit, StdioConnection, StdioProcess } from './endpoint.js';
import { Lines } from './lines.js';
import { Stderr } from './stderr.js';

export const STDIO_TRAITS: Traits = {
  channelPerRequest: false,
  abandonCancels: false,
  serverChannel: 'inherent',
  raw: true,
};

/** Milliseconds: from the end of input to SIGTERM, from there to SIGKILL, from there until we let go. */
const END_OF_INPUT_MS = 2_000;
const SIGTERM_MS = 1_000;
const SIGKILL_MS = 1_000;
/** The same from SIGTERM to SIGKILL, where somebody asked to hurry. */
const HURRIED_MS = 300;
/** Milliseconds of silence after which a pipe that outlives the process counts as ended. */
const HELD_OPEN_MS = 1_000;

type SeenExit = Awaited<StdioConnection['exited']>;

export class ProcessConnection implements StdioConnection {
  readonly traits = STDIO_TRAITS;
  readonly exited: Promise<SeenExit>;
  readonly #process: StdioProcess;
  readonly #transcript: Transcript;
  readonly #signal: AbortSignal;
  readonly #sole: SoleChannel;
  readonly #lines: Lines;
  readonly #stderr: Stderr;
  /** Both pipes of the process that we read. */
  readonly #drained: Promise<unknown>;
  readonly #hurry = new AbortController();
  #closing: Promise<Closing> | undefined;
  #heldOpen: NodeJS.Timeout | undefined;

  constructor(process: StdioProcess, options: OpenOptions) {
    const { stdin, stdout, stderr } = process;
    this.#process = process;
    this.#transcript = options.transcript;
    this.#stderr = new Stderr(options.transcript);
    this.#lines = new Lines(options.maxMessage, (line) => this.#frame(line));
    this.#transcript.note(`started ${process.words}`, 'process');
    this.#sole = new SoleChannel('stdout', options, 'stdin');
    this.#sole.channel.open({ refused: false, header: () => undefined, streaming: true });

    this.exited = process.exited.then((exit) => this.#onExit(exit));
    stderr.once('close', () => this.#stderr.end());
    this.#drained = Promise.all(
      [stdout, stderr].map((pipe) => new Promise<void>((resolve) => pipe.once('close', resolve))),
    );
    stdout.on('data', (chunk: Buffer) => this.#onStdout(chunk, options.maxMessage));
    stdout.once('end', () => this.#onEnd());
    stdout.once('close', () => this.#end('us', 'stdout was closed on our side'));
    stdout.on('error', (error) => this.#end('fault', `stdout failed: ${error.message}`));
    stderr.on('data', (chunk: Buffer) => this.#stderr.add(chunk));
    stderr.on('error', (error) => this.#transcript.note(error.message, 'stderr'));
    // EPIPE: the target closed its input or is gone. Replies to what it read may still come.
    stdin.on('error', (error) => this.#transcript.note(`stdin failed: ${error.message}`, 'stdin'));

    this.#signal = options.signal;
    this.#signal.addEventListener('abort', this.#onAbort, { once: true });
    if (this.#signal.aborted) this.#onAbort();
  }

  get inbound(): AsyncIterable<Frame> {
    return this.#sole.inbound;
  }

  send({ body }: Outgoing): Channel {
    const bytes = encode(body, '\n');
    const { stdin } = this.#process;
    if (!stdin.writable)
      return this.#sole.unsent(`stdin is closed: ${this.#transcript.secrets.cut(bytes, { head: 200 }).text}`);
    const channel = this.#sole.sent(bytes.subarray(0, -1));
    stdin.write(bytes);
    return channel;
  }

  async write(bytes: Uint8Array): Promise<void> {
    const { stdin } = this.#process;
    this.#sole.sent(bytes, { part: 'true' });
    // A pipe that broke is known by its 'error' event already.
    await new Promise<void>((resolve) => stdin.write(bytes, () => resolve()));
  }

  /** A pipe carries no version or session beside the messages. */
  settle(): void {}

  listen(): Channel {
    return this.#sole.channel;
  }

  stderr(): string {
    return this.#stderr.text();
  }

  endInput(): void {
    this.#transcript.note('end of input', 'stdin');
    this.#process.stdin.end();
  }

  close(how: 'graceful' | 'abrupt'): Promise<Closing> {
    if (how === 'abrupt') this.#hurry.abort();
    this.#closing ??= this.#close(how);
    return this.#closing;
  }

  async #close(how: 'graceful' | 'abrupt'): Promise<Closing> {
    const startedAt = performance.now();
    const asked = how === 'graceful' && !this.#process.over;
    this.#signal.removeEventListener('abort', this.#onAbort);
    this.#sole.inbound.close();
    if (asked) this.endInput();
    let gone = asked && (await settledWithin(this.exited, END_OF_INPUT_MS, this.#hurry.signal));
    const forced = asked && !gone;
    if (!gone && how === 'graceful') {
      this.#kill('SIGTERM');
      const { aborted } = this.#hurry.signal;
      gone = aborted
        ? await settledWithin(this.exited, HURRIED_MS)
        : await settledWithin(this.exited, SIGTERM_MS, this.#hurry.signal);
    }
    if (!gone) this.#kill('SIGKILL');
    gone = await settledWithin(this.exited, SIGKILL_MS);
    const tookMs = Math.round(performance.now() - startedAt);
    const released = this.#process.release();
    // What the target wrote before its end is still in the pipe.
    await settledWithin(this.#drained, SIGKILL_MS);
    this.#letGo();
    await released;
    return { ...(gone ? exitOf(await this.exited) : {}), forced, tookMs };
  }

  #kill(signal: 'SIGTERM' | 'SIGKILL'): void {
    if (this.#process.over) return;
    this.#transcript.note(`${signal} to the process group`, 'process');
    this.#process.signal(signal);
  }

  #letGo(): void {
    clearTimeout(this.#heldOpen);
    const { stdin, stdout, stderr } = this.#process;
    for (const pipe of [stdin, stdout, stderr]) pipe.destroy();
    this.#stderr.end();
    this.#end('us', 'the connection was closed');
    this.#sole.inbound.dispose();
  }

  readonly #onAbort = (): void => void this.close('abrupt');

  #onStdout(chunk: Buffer, limit: number): void {
    if (this.#sole.over) return;
    this.#heldOpen?.refresh();
    if (!this.#lines.feed(chunk)) {
      // The line itself is gone; what came of it last shows that the target spoke.
      const { secrets } = this.#transcript;
      const came = Buffer.concat([...this.#lines.spilled(secrets.margin), chunk]);
      const payload = secrets.slice(came, -chunk.length);
      this.#transcript.record({ direction: 'in', channel: 'stdout', payload });
      this.#end('fault', `a line of more than ${limit} bytes`);
      this.#drop();
    }
  }

  /** What is more than we read ends it: who sends that may send it for ever. */
  #drop(): void {
    clearTimeout(this.#heldOpen);
    this.#kill('SIGKILL');
    this.#process.stdout.destroy();
  }

  #frame(bytes: Buffer, binding?: Record<string, string>): void {
    if (this.#sole.over) return;
    if (!this.#sole.receive(bytes, this.#goOn, binding)) this.#process.stdout.pause();
    if (this.#sole.over) this.#drop();
  }

  readonly #goOn = (): void => void this.#process.stdout.resume();

  #onEnd(): void {
    const rest = this.#sole.over ? undefined : this.#lines.rest();
    if (rest !== undefined) this.#frame(rest, { unterminated: 'true' });
    this.#end(this.#closing === undefined ? 'peer' : 'us', 'end of stdout');
  }

  #end(by: Ended['by'], how: string): void {
    this.#sole.end(by, how);
    clearTimeout(this.#heldOpen);
  }

  #onExit({ code, signal, why }: Exit): SeenExit {
    const how = signal === null ? `exit code ${code}` : `ended by ${signal}`;
    const entries = [this.#transcript.note(why === undefined ? how : `${how}; ${why}`, 'process')];
    if (!this.#sole.over) this.#heldOpen = setTimeout(() => this.#onHeldOpen(), HELD_OPEN_MS);
    return {
      code: observe(code, 'exit code', entries),
      signal: observe(signal, 'exit signal', entries),
      ...(why === undefined ? {} : { why }),
    };
  }

  /** The process is gone, but something that it started keeps the pipe. */
  #onHeldOpen(): void {
    if (this.#process.stdout.isPaused()) {
      this.#heldOpen?.refresh();
      return;
    }
    this.#end('peer', 'the process is gone, and what it left behind holds its stdout open');
    this.#process.signal('SIGKILL');
    this.#process.stdout.destroy();
  }
}

const exitOf = (exit: SeenExit): Pick<Closing, 'exitCode' | 'exitSignal'> => ({
  exitCode: exit.code,
  exitSignal: exit.signal,
});
