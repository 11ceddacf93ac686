/** Splits a container's one attached connection into stdin, stdout and stderr. */
import { Readable, Writable, type Duplex } from 'node:stream';

/** Bytes before each chunk: which pipe (1 stdout, 2 stderr), three zeros, and the length. */
const HEADER = 8;
/** Bytes of stderr that are kept. */
const LAST = 8_192;

/** An output of the container; whoever fills it can wait until it is read. */
class Output extends Readable {
  #wanted: () => void = () => undefined;

  override _read(): void {
    this.#wanted();
  }

  /** Resolves once there is room again, or nobody will read any more. */
  async fill(bytes: Buffer): Promise<void> {
    if (this.destroyed || this.push(bytes)) return;
    await new Promise<void>((resolve) => {
      this.#wanted = resolve;
      this.once('close', resolve);
    });
  }
}

/**
 * The three pipes of a container, which come through one connection. Holds the connection back while a reader is slow:
 * whatever the target writes, memory stays bounded. As both outputs share the connection, both have to be read.
 */
export class Streams {
  readonly stdin: Writable;
  readonly stdout = new Output();
  readonly stderr = new Output();
  /** Settles once everything that the container wrote was handed on. Never rejects. */
  readonly ended: Promise<void>;
  readonly #connection: Duplex;
  #dropped = false;
  #last = Buffer.alloc(0);

  /** `broken` is awaited before the end of the connection shows. */
  constructor(connection: NodeJS.ReadWriteStream, broken?: () => Promise<unknown>) {
    this.#connection = connection as Duplex;
    this.stdin = new Writable({
      decodeStrings: false,
      write: (chunk: Buffer, encoding, done) => void this.#connection.write(chunk, encoding, done),
      final: (done) => void this.#connection.end(done),
    });
    // A connection that breaks shows as the end of the outputs; what is still written then fails by itself.
    this.#connection.on('error', () => undefined);
    this.ended = this.#run(broken);
  }

  /** The last that was written to stderr, whoever reads it. */
  get lastError(): string {
    return this.#last.toString();
  }

  /** Drops the connection. */
  destroy(): void {
    this.#dropped = true;
    this.#connection.destroy();
  }

  async #run(broken?: () => Promise<unknown>): Promise<void> {
    await this.#read();
    if (!this.#dropped) await broken?.();
    this.stdout.push(null);
    this.stderr.push(null);
  }

  async #read(): Promise<void> {
    let header = Buffer.alloc(0);
    let left = 0;
    let output = this.stdout;
    try {
      for await (const chunk of this.#connection as AsyncIterable<Buffer>) {
        for (let rest = chunk; rest.length > 0;) {
          if (left === 0) {
            const missing = HEADER - header.length;
            header = Buffer.concat([header, rest.subarray(0, missing)]);
            rest = rest.subarray(missing);
            if (header.length < HEADER) break;
            output = header[0] === 2 ? this.stderr : this.stdout;
            left = header.readUInt32BE(4);
            header = Buffer.alloc(0);
          } else {
            const part = rest.subarray(0, left);
            rest = rest.subarray(part.length);
            left -= part.length;
            if (output === this.stderr) this.#last = Buffer.concat([this.#last, part]).subarray(-LAST);
            await output.fill(part);
          }
        }
      }
    } catch {
      // The connection broke: for whoever reads, the container's output is at its end.
    }
  }
}
