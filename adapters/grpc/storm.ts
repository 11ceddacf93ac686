/** Looks at the bare frames of a fresh HTTP/2 connection: a server may say goodbye, or knock, without an end. */
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { parseAddress, toHttp2Options, type Address } from './probe.js';

/** What a client says first (RFC 9113, section 3.4), with settings that are empty. */
const PREFACE = Buffer.concat([
  Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]),
]);
/** Bytes before the payload of each frame, and where its type stands. */
const HEAD = 9;
const TYPE = 3;
const NAMES: Readonly<Record<number, string>> = { 4: 'SETTINGS', 6: 'PING', 7: 'GOAWAY' };
/** Frames of one such kind, of which a right server sends one or two. */
const FLOOD = 20;
/** Milliseconds until it is clear that there is none: in all, and since the last that came. */
const LOOK_MS = 2_000;
const SILENT_MS = 300;

/** What comes without an end in place of answers, in words; `undefined` where nothing does. Never rejects. */
export function findStorm(at: Address): Promise<string | undefined> {
  const to = parseAddress(at);
  const socket =
    at.tls === undefined
      ? connectTcp(to)
      : connectTls({ ...toHttp2Options(at.tls), ...to, ALPNProtocols: ['h2'] });
  return new Promise((resolve) => {
    const end = (storm?: string): void => {
      for (const timer of [total, silence]) clearTimeout(timer);
      socket.destroy();
      resolve(storm);
    };
    const total = setTimeout(end, LOOK_MS);
    let silence: NodeJS.Timeout | undefined;
    socket.once(at.tls === undefined ? 'connect' : 'secureConnect', () => socket.write(PREFACE));
    // Whatever it ends with, it is no storm.
    socket.on('error', () => end()).on('close', () => end());
    readFrames(socket, (storm) => {
      if (storm !== undefined) return end(storm);
      clearTimeout(silence);
      silence = setTimeout(end, SILENT_MS);
    });
  });
}

/** Tells of each chunk, and in words of what is a flood by then. */
function readFrames(socket: Socket, tell: (storm?: string) => void): void {
  const counts = new Map<number, number>();
  let left = Buffer.alloc(0);
  let skip = 0;
  socket.on('data', (chunk: Buffer) => {
    left = Buffer.concat([left, chunk]);
    for (;;) {
      const skipped = Math.min(skip, left.length);
      skip -= skipped;
      left = left.subarray(skipped);
      if (left.length < HEAD) break;
      const kind = left.readUInt8(TYPE);
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
      skip = left.readUIntBE(0, TYPE);
      left = left.subarray(HEAD);
    }
    const [kind] = [...counts].find(([one, count]) => one in NAMES && count >= FLOOD) ?? [];
    tell(
      kind === undefined
        ? undefined
        : `a flood: ${FLOOD} ${NAMES[kind]} frames on a connection, and no answer`,
    );
  });
}
