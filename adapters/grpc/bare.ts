/** Begins a call on a bare HTTP/2 connection and sends one frame that is wrong, to see how the server ends it. */
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { observe, type Observation } from '../observation.js';
import type { Transcript } from '../transcript.js';
import { composeHeaders } from './call-headers.js';
import type { GrpcAddress } from './client.js';
import type { BareEnd, GoAway, WrongFrame } from './endpoint.js';
import { parseAddress, toHttp2Options } from './probe.js';

/** Types and flags of frames (RFC 9113, section 6), and bytes before the payload of each. */
const HEADERS = 1;
const SETTINGS = 4;
const PING = 6;
const GOAWAY = 7;
const ACK = 1;
const END_HEADERS = 4;
const HEAD = 9;
/** Bytes that are read of such a connection, on which a right server says next to nothing. */
const MAX_BYTES = 1024 * 1024;
/** How a client begins (RFC 9113, section 3.4). */
const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
/** A right PING: once it is acknowledged, the call before it has been read. */
const FENCE = Buffer.from('mcptcbar');

/** Where to, and what is recorded; as a connection of either profile has it. */
interface Context {
  readonly endpoint: GrpcAddress & { metadata: Readonly<Record<string, string>> };
  readonly options: { readonly transcript: Transcript };
}

interface Frame {
  readonly type: number;
  readonly flags: number;
  readonly payload: Buffer;
}

/** `ms` for the call of `path` to be taken, and for the end. `undefined` where the server does not get to the wrong frame. */
export async function tryFrame(
  { endpoint, options: { transcript } }: Context,
  { path, channel }: { path: string; channel: string },
  wrong: WrongFrame,
  ms: number,
): Promise<Observation<BareEnd> | undefined> {
  const { sent, shown } = composeHeaders({ own: endpoint.metadata, path }, { messages: [] });
  transcript.record({ direction: 'out', channel, payload: '', binding: shown });
  const socket = dial(endpoint);
  const scheme = endpoint.tls === undefined ? 'http' : 'https';
  const pseudo = { ':scheme': scheme, ':authority': endpoint.address };
  const wrongFrame = makeFrame({ ...wrong, flags: 0, payload: Buffer.from(wrong.payload) });
  let sentAt: number | undefined;
  let goAway: GoAway | undefined;
  const ended = new Promise<boolean>((resolve) => {
    let timer = setTimeout(() => resolve(false), ms);
    const end = (): void => {
      clearTimeout(timer);
      resolve(true);
    };
    socket.on('error', end).once('end', end).once('close', end);
    readFrames(socket, ({ type, flags, payload }) => {
      const answered = (flags & ACK) !== 0;
      if (type === SETTINGS && !answered)
        socket.write(makeFrame({ type, flags: ACK, payload: Buffer.alloc(0) }));
      else if (type === PING && !answered) socket.write(makeFrame({ type, flags: ACK, payload }));
      else if (type === PING && sentAt === undefined && payload.equals(FENCE)) {
        sentAt = transcript.record({ direction: 'out', channel, payload: wrongFrame, binding: BARE });
        socket.write(wrongFrame);
        clearTimeout(timer);
        timer = setTimeout(() => resolve(false), ms);
      } else if (type === GOAWAY) {
        goAway = readGoAway(payload);
        if (goAway.code !== 0) resolve(false);
      }
    });
  });
  socket.write(
    Buffer.concat([
      PREFACE,
      makeFrame({ type: SETTINGS, flags: 0, payload: Buffer.alloc(0) }),
      makeFrame({ type: HEADERS, flags: END_HEADERS, payload: packHeaders({ ...pseudo, ...sent }) }, 1),
      makeFrame({ type: PING, flags: 0, payload: FENCE }),
    ]),
  );
  const open = !(await ended);
  socket.destroy();
  if (sentAt === undefined) return undefined;
  const bare = open ? `no end of the connection within ${ms} ms` : 'the connection ended without a GOAWAY';
  const entry = transcript.note(goAway === undefined ? bare : formatGoAway(goAway), channel);
  return observe({ open, ...(goAway === undefined ? {} : { goAway }) }, 'the connection', [sentAt, entry]);
}

const BARE = { frame: 'a bare frame of HTTP/2' };

/** Code and words of a GOAWAY. */
export const formatGoAway = ({ code, words }: GoAway): string =>
  `GOAWAY ${code}${words === '' ? '' : ` ${JSON.stringify(words)}`}`;

/** What follows the number of the last stream. */
function readGoAway(payload: Buffer): GoAway {
  const code = payload.length < 8 ? 0 : payload.readUInt32BE(4);
  return { code, words: payload.toString('latin1', 8, 136) };
}

function dial(at: GrpcAddress): Socket {
  const to = parseAddress(at);
  return at.tls === undefined
    ? connectTcp(to)
    : connectTls({ ...toHttp2Options(at.tls), ...to, ALPNProtocols: ['h2'] });
}

function makeFrame({ type, flags, payload }: Frame, stream = 0): Buffer {
  const head = Buffer.alloc(HEAD);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

/** Each as a literal that nobody indexes (RFC 7541, section 6.2.3). */
function packHeaders(headers: Readonly<Record<string, string | string[]>>): Buffer {
  const text = (value: string): Buffer[] => {
    const bytes = Buffer.from(value, 'latin1');
    return [packLength(bytes.length), bytes];
  };
  return Buffer.concat(
    Object.entries(headers).flatMap(([name, value]) =>
      [value].flat().flatMap((one) => [Buffer.from([0x10]), ...text(name), ...text(one)]),
    ),
  );
}

/** An integer with a prefix of 7 bits (RFC 7541, section 5.1). */
function packLength(length: number): Buffer {
  const most = 0x7f;
  if (length < most) return Buffer.from([length]);
  const bytes = [most];
  let left = length - most;
  for (; left > most; left = Math.floor(left / (most + 1))) bytes.push((left % (most + 1)) + most + 1);
  return Buffer.from([...bytes, left]);
}

function readFrames(socket: Socket, each: (frame: Frame) => void): void {
  let held: Buffer = Buffer.alloc(0);
  let bytes = 0;
  socket.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) {
      socket.destroy();
      return;
    }
    held = Buffer.concat([held, chunk]);
    while (held.length >= HEAD && held.length >= HEAD + held.readUIntBE(0, 3)) {
      const end = HEAD + held.readUIntBE(0, 3);
      each({ type: held.readUInt8(3), flags: held.readUInt8(4), payload: held.subarray(HEAD, end) });
      held = held.subarray(end);
    }
  });
}
