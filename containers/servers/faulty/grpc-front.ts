/** Stands before an HTTP/2 server on bare TCP, for faults in frames that no library would let one plant. */
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Memory } from './memory.js';

/** One frame of HTTP/2 (RFC 9113 section 4.1), and which side sent it. */
export interface Http2Frame {
  readonly from: 'client' | 'server';
  readonly type: number;
  readonly flags: number;
  readonly payload: Buffer;
}

/** The frame passes, is dropped, or is the end of the connection; or these bytes go to the client first. */
export type FrameFate = SimpleFate | { toClient: Buffer; then: 'passes' | 'breaks' };
type SimpleFate = 'passes' | 'dropped' | 'breaks';
/** `memory` is that of one connection. */
export type Http2Hook = (frame: Http2Frame, memory: Memory) => FrameFate;

/** Milliseconds between the last word to a client and the end of its connection. */
const LINGER_MS = 50;
const HEAD = 9;
/** Bytes that a client sends before its first frame. */
const PREFACE = 24;

/** The connections of a front, by the port that its server sees them come from. */
export class Front {
  readonly #hooks = new Map<number, { hook: Http2Hook; memory: Memory }>();
  readonly #open = new Set<Socket>();
  #server: Server | undefined;

  /** What becomes of the frames of one connection from now on. */
  bend(port: number | undefined, hook: Http2Hook): void {
    if (port === undefined) return;
    this.#hooks.set(port, { hook, memory: this.#hooks.get(port)?.memory ?? {} });
  }

  /** Listens, and resolves with its own port. */
  async listen(port: number, inner: number): Promise<number> {
    const server = createServer((client) => {
      const upstream = connect(inner, '127.0.0.1');
      const drop = (): void => {
        client.destroy();
        upstream.destroy();
        this.#hooks.delete(upstream.localPort ?? 0);
        this.#open.delete(client);
      };
      this.#open.add(client);
      for (const socket of [client, upstream]) socket.on('error', drop).once('close', drop);
      let over = false;
      const fateOf = (frame: Http2Frame): SimpleFate => {
        const bent = this.#hooks.get(upstream.localPort ?? 0);
        const fate = over ? 'dropped' : (bent?.hook(frame, bent.memory) ?? 'passes');
        if (typeof fate === 'string') return fate;
        client.write(fate.toClient);
        if (fate.then === 'passes') return fate.then;
        // What was said last still has to arrive.
        over = true;
        client.end(() => setTimeout(drop, LINGER_MS).unref());
        return 'dropped';
      };
      relay(client, upstream, 'client', fateOf, drop);
      relay(upstream, client, 'server', fateOf, drop);
    });
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(port, '127.0.0.1', resolve);
    });
    return (server.address() as AddressInfo).port;
  }

  /** Takes no more connections, and drops those that are open. */
  close(): void {
    this.#server?.close();
    for (const socket of this.#open) socket.destroy();
  }
}

/** Frames of one side, whole, as fast as the other one takes them. */
function relay(
  from: Socket,
  to: Socket,
  side: Http2Frame['from'],
  fateOf: (frame: Http2Frame) => SimpleFate,
  drop: () => void,
): void {
  let held: Buffer = Buffer.alloc(0);
  let preface = side === 'client' ? PREFACE : 0;
  from.on('data', (chunk: Buffer) => {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    const passed: Buffer[] = [];
    const cut = (length: number): Buffer => {
      const piece = held.subarray(0, length);
      held = held.subarray(length);
      return piece;
    };
    if (preface > 0 && held.length >= preface) {
      to.write(cut(preface));
      preface = 0;
    }
    if (preface > 0) return;
    while (held.length >= HEAD && held.length >= HEAD + held.readUIntBE(0, 3)) {
      const frame = cut(HEAD + held.readUIntBE(0, 3));
      const seen = { from: side, type: frame[3]!, flags: frame[4]!, payload: frame.subarray(HEAD) };
      const fate = fateOf(seen);
      if (fate === 'breaks') return drop();
      if (fate === 'passes') passed.push(frame);
    }
    if (passed.length === 0 || to.destroyed || to.write(Buffer.concat(passed))) return;
    from.pause();
    to.once('drain', () => from.resume());
  });
  from.once('end', () => to.end());
}
