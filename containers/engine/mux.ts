/** Carries many TCP connections over one pair of pipes. One file with nothing to import but Node: it runs in containers too. */
import type { Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';

/** Bytes before each frame: what it is, the number of the connection, and the length of what follows. */
const HEADER = 9;
const OPEN = 1;
const DATA = 2;
const END = 3;
const RESET = 4;
const CREDIT = 5;

/** Bytes of a connection that may be under way: a reader that is slow holds up its own connection and no other. */
const WINDOW = 512 * 1024;

interface Joined {
  socket: Socket;
  /** Bytes that the other side will take. */
  credit: number;
  /** Which directions ended in order. */
  ended: Set<'in' | 'out'>;
}

/** One end of the pipes. */
export class Mux {
  readonly #output: Writable;
  readonly #onOpen: (id: number, port: number) => void;
  readonly #joined = new Map<number, Joined>();
  #last = 0;

  constructor(
    input: Readable,
    output: Writable,
    onOpen: (id: number, port: number) => void = () => undefined,
  ) {
    this.#output = output;
    this.#onOpen = onOpen;
    const parse = readFrames((type, id, payload) => this.#take(type, id, payload));
    input.on('data', parse);
    // Whoever waits for its end sees that too.
    input.on('error', () => undefined);
    output.on('error', () => undefined);
  }

  /** Asks the other side to connect to its port, and joins the socket to that. */
  open(socket: Socket, port: number): void {
    const id = (this.#last = (this.#last + 1) >>> 0);
    const payload = Buffer.alloc(2);
    payload.writeUInt16BE(port);
    this.#send(OPEN, id, payload);
    this.join(id, socket);
  }

  /** From now on the socket is the connection with this number. */
  join(id: number, socket: Socket): void {
    const joined: Joined = { socket, credit: WINDOW, ended: new Set() };
    this.#joined.set(id, joined);
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => {
      this.#send(DATA, id, chunk);
      joined.credit -= chunk.length;
      if (joined.credit <= 0) socket.pause();
    });
    socket.on('end', () => {
      joined.ended.add('out');
      this.#send(END, id);
    });
    socket.on('error', () => undefined);
    socket.once('close', () => {
      if (!this.#joined.delete(id)) return;
      if (joined.ended.size < 2) this.#send(RESET, id);
    });
  }

  /** Breaks all connections, here and at the other side. */
  breakAll(): void {
    for (const [id, { socket }] of this.#joined) {
      this.#joined.delete(id);
      this.#send(RESET, id);
      socket.resetAndDestroy();
    }
  }

  #take(type: number, id: number, payload: Buffer): void {
    if (type === OPEN) return this.#onOpen(id, payload.readUInt16BE());
    const joined = this.#joined.get(id);
    if (joined === undefined) return;
    const { socket } = joined;
    if (type === DATA) {
      socket.write(payload, (error) => {
        if (error) return;
        const taken = Buffer.alloc(4);
        taken.writeUInt32BE(payload.length);
        this.#send(CREDIT, id, taken);
      });
    } else if (type === END) {
      joined.ended.add('in');
      socket.end();
    } else if (type === RESET) {
      this.#joined.delete(id);
      socket.resetAndDestroy();
    } else if (type === CREDIT) {
      joined.credit += payload.readUInt32BE();
      if (joined.credit > 0 && socket.isPaused()) socket.resume();
    }
  }

  #send(type: number, id: number, payload: Buffer = Buffer.alloc(0)): void {
    if (!this.#output.writable) return;
    const header = Buffer.alloc(HEADER);
    header[0] = type;
    header.writeUInt32BE(id, 1);
    header.writeUInt32BE(payload.length, 5);
    this.#output.write(Buffer.concat([header, payload]));
  }
}

/** Puts frames together again, however the pipe cuts them. */
function readFrames(take: (type: number, id: number, payload: Buffer) => void): (chunk: Buffer) => void {
  let parts: Buffer[] = [];
  let size = 0;
  let wanted = HEADER;
  return (chunk) => {
    parts.push(chunk);
    size += chunk.length;
    if (size < wanted) return;
    let rest = Buffer.concat(parts);
    for (;;) {
      wanted = rest.length < HEADER ? HEADER : HEADER + rest.readUInt32BE(5);
      if (rest.length < wanted) break;
      take(rest[0] as number, rest.readUInt32BE(1), rest.subarray(HEADER, wanted));
      rest = rest.subarray(wanted);
    }
    parts = [rest];
    size = rest.length;
  };
}
