/** A WebSocket client on a bare socket, which can send wrong frames and wrong upgrades. */
import { createHash, randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import type { OpenOptions } from '../adapter.js';
import { parseJson } from '../bytes.js';
import { describeFiller } from '../filler.js';
import { observe, type Observation } from '../observation.js';
import type { Transcript } from '../transcript.js';
import { hideHeaders, mergeHeaders, respell } from '../streamable-http/headers.js';
import { connectPlain } from '../streamable-http/connect.js';
import type { Fate, RawFrame, RawUpgrade, RawWebSocket, SeenFrame, WebSocketEndpoint } from './endpoint.js';
import { encodeFilledFrame, encodeWebSocketFrame, FrameReader, OPCODE, type ParsedFrame } from './frames.js';

/** Milliseconds for the answer to the upgrade. */
const ANSWER_MS = 10_000;
/** Bytes of that answer, of one message, and of all; and frames that are kept at all. */
const MAX_HEAD = 64 * 1024;
const MAX_FRAME = 4 * 1024 * 1024;
const MAX_BYTES = 8 * 1024 * 1024;
const MAX_FRAMES = 1_000;
/** The status of an upgrade that was accepted. */
const SWITCHING = 101;
/** What RFC 6455, section 1.3, has the server append to the key. */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** Connects and asks for the upgrade; resolves with whatever came of it. */
export async function dial(
  endpoint: WebSocketEndpoint,
  offered: readonly string[],
  how: RawUpgrade,
  options: OpenOptions & { id: string },
): Promise<OwnRawWebSocket> {
  const url = new URL(endpoint.url);
  const socket = await connectPlain(url, endpoint.tls, options.signal);
  const key = randomBytes(16).toString('base64');
  const own = endpoint.headers;
  const merged = mergeHeaders(
    {
      host: url.host,
      upgrade: 'websocket',
      connection: 'Upgrade',
      'sec-websocket-key': key,
      'sec-websocket-version': '13',
      'sec-websocket-protocol': offered.length === 0 ? null : offered.join(', '),
      origin: endpoint.origin ?? null,
    },
    own,
    how.headers,
  );
  const headers = respell(merged, how.headers);
  const { method = 'GET', path = url.pathname + url.search } = how;
  const raw = new OwnRawWebSocket(socket, merged['sec-websocket-key'] ?? key, options);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const binding = { ':method': method, ':path': path, ...hideHeaders(merged, own) };
  options.transcript.record({ direction: 'out', channel: options.id, payload: '', binding });
  socket.write(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
  await raw.answered;
  return raw;
}

export class OwnRawWebSocket implements RawWebSocket {
  readonly accept: string;
  readonly frames: SeenFrame[] = [];
  /** Settles with the answer to the upgrade, or without one. */
  readonly answered: Promise<void>;
  status: Observation<number> | undefined;
  readonly #socket: Socket;
  readonly #transcript: Transcript;
  readonly #id: string;
  readonly #reader = new FrameReader(MAX_FRAME);
  readonly #waiting = new Set<() => void>();
  #headers: Record<string, string> = {};
  #head = Buffer.alloc(0);
  #headEntry: number | undefined;
  #answer!: () => void;
  #fate: Observation<Fate> | undefined;
  #close: { code?: number; reason?: string; entry: number } | undefined;
  /** Of a message that has not ended yet. */
  #parts: Buffer[] = [];
  #held = 0;
  #bytes = 0;
  #broken = '';

  constructor(socket: Socket, key: string, { transcript, id }: { transcript: Transcript; id: string }) {
    this.#socket = socket;
    this.#transcript = transcript;
    this.#id = id;
    this.accept = createHash('sha1')
      .update(key + GUID)
      .digest('base64');
    this.answered = new Promise((resolve) => (this.#answer = resolve));
    const late = setTimeout(() => {
      transcript.note(`no answer to the upgrade within ${ANSWER_MS} ms`, id);
      this.#answer();
    }, ANSWER_MS);
    void this.answered.then(() => clearTimeout(late));
    socket.on('data', (chunk: Buffer) => this.#data(chunk));
    socket.on('error', (error) => (this.#broken ||= error.message));
    socket.once('end', () => (this.#broken ||= 'the server ended the TCP connection'));
    socket.once('close', () => this.#gone(this.#broken || 'the TCP connection was closed'));
  }

  header(name: string): Observation<string | undefined> {
    const entry = this.#headEntry ?? this.#transcript.note('no answer to the upgrade', this.#id);
    return observe(this.#headers[name.toLowerCase()], `header ${name}`, [entry]);
  }

  send(frame: RawFrame): void {
    const { opcode, fin = true, rsv = 0, masked = true, payload = '', filler } = frame;
    const flags = { opcode: String(opcode), fin: String(fin), rsv: String(rsv), masked: String(masked) };
    const binding = filler === undefined ? flags : { ...flags, filler: describeFiller(filler) };
    this.#transcript.record({ direction: 'out', channel: this.#id, payload, binding });
    if (filler === undefined) this.#put(encodeWebSocketFrame(frame));
    else for (const piece of encodeFilledFrame(frame, filler)) this.#put(piece);
  }

  write(bytes: Uint8Array): void {
    this.#transcript.record({
      direction: 'out',
      channel: this.#id,
      payload: bytes,
      binding: { part: 'true' },
    });
    this.#put(bytes);
  }

  next(match: (frame: SeenFrame) => boolean, withinMs: number): Promise<SeenFrame | undefined> {
    return this.#until(() => this.frames.find(match), withinMs);
  }

  async fate(withinMs: number, until: 'gone' | 'closing' = 'gone'): Promise<Observation<Fate>> {
    await this.#until(() => this.#fate ?? (until === 'closing' ? this.#close : undefined), withinMs);
    if (this.#fate !== undefined) return this.#fate;
    const within = withinMs === 0 ? '' : ` after ${withinMs} ms`;
    const how = this.#close === undefined ? `still open${within}` : 'a close frame came';
    const entry = this.#close?.entry ?? this.#transcript.note(how, this.#id);
    return observe(this.#fateNow(true, how), 'the connection', [entry]);
  }

  drop(): void {
    this.#socket.destroy();
  }

  #put(bytes: Uint8Array): void {
    if (this.#socket.writable) this.#socket.write(bytes);
  }

  #until<T>(look: () => T | undefined, withinMs: number): Promise<T | undefined> {
    return new Promise((resolve) => {
      const check = () => {
        const found = look();
        if (found === undefined && this.#fate === undefined) return;
        clearTimeout(timer);
        this.#waiting.delete(check);
        resolve(found);
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(check);
        resolve(undefined);
      }, withinMs);
      this.#waiting.add(check);
      check();
    });
  }

  #wake(): void {
    for (const check of this.#waiting) check();
  }

  #data(chunk: Buffer): void {
    if (this.#headEntry !== undefined) return this.#frame(chunk);
    this.#head = Buffer.concat([this.#head, chunk]);
    const end = this.#head.indexOf('\r\n\r\n');
    if (end < 0) {
      if (this.#head.length > MAX_HEAD) this.#socket.destroy(new Error('an endless answer to the upgrade'));
      return;
    }
    const [line = '', ...fields] = this.#head.toString('latin1', 0, end).split('\r\n');
    const rest = this.#head.subarray(end + 4);
    const status = Number(/^HTTP\/1\.\d (\d{3})/.exec(line)?.[1]);
    if (status >= 100 && status < 200 && status !== SWITCHING) {
      // Word that the answer is still to come (RFC 9110 section 15.2).
      this.#transcript.record({
        direction: 'in',
        channel: this.#id,
        payload: line,
        binding: { interim: 'true' },
      });
      this.#head = Buffer.alloc(0);
      return rest.length > 0 ? this.#data(rest) : undefined;
    }
    for (const field of fields) {
      const colon = field.indexOf(':');
      const name = field.slice(0, colon).trim().toLowerCase();
      const value = field.slice(colon + 1).trim();
      this.#headers[name] = name in this.#headers ? `${this.#headers[name]}, ${value}` : value;
    }
    const binding = { ...this.#headers };
    this.#headEntry = this.#transcript.record({ direction: 'in', channel: this.#id, payload: line, binding });
    if (status > 0) this.status = observe(status, 'status', [this.#headEntry]);
    this.#answer();
    if (status === SWITCHING && rest.length > 0) this.#frame(rest);
  }

  #frame(chunk: Buffer): void {
    if (this.status?.value !== SWITCHING) return;
    if (this.frames.length >= MAX_FRAMES)
      return void this.#socket.destroy(new Error(`a flood: more than ${MAX_FRAMES} frames`));
    try {
      for (const frame of this.#reader.feed(chunk)) this.#see(frame);
    } catch (error) {
      this.#socket.destroy(error as Error);
    }
    this.#wake();
  }

  #see(frame: ParsedFrame): void {
    const { payload, ...flags } = frame;
    this.#bytes += payload.length;
    if (this.#bytes > MAX_BYTES) throw new RangeError(`more than ${MAX_BYTES} bytes`);
    const header = { ...flags, length: payload.length };
    const binding = Object.fromEntries(Object.entries(header).map(([name, value]) => [name, String(value)]));
    const whole = this.#message(frame);
    const entry = this.#transcript.record({
      direction: 'in',
      channel: this.#id,
      payload: whole ?? '',
      binding,
    });
    if (this.#held > MAX_FRAME) throw new RangeError(`a message of more than ${MAX_FRAME} bytes`);
    const json = frame.opcode > OPCODE.binary || whole === undefined ? undefined : parseJson(whole);
    if (frame.opcode === OPCODE.close) {
      const said =
        payload.length < 2 ? {} : { code: payload.readUInt16BE(0), reason: payload.toString('utf8', 2) };
      this.#close ??= { ...said, entry };
    }
    this.frames.push({
      ...frame,
      ...(json === undefined ? {} : { json }),
      header: observe(header, 'the header of a frame', [entry]),
      text: observe(payload.toString('utf8'), 'the payload of a frame', [entry]),
    });
  }

  /** What ends with this frame. The record has it in one piece too: a secret in two frames would be none in either. */
  #message({ opcode, fin, payload }: ParsedFrame): Buffer | undefined {
    if (opcode > OPCODE.binary) return payload;
    if (opcode !== OPCODE.continuation) this.#leaveOff();
    this.#parts.push(payload);
    this.#held += payload.length;
    return fin ? this.#joined() : undefined;
  }

  #joined(): Buffer {
    const whole = Buffer.concat(this.#parts);
    this.#parts = [];
    this.#held = 0;
    return whole;
  }

  /** A message that has not ended, and will not. */
  #leaveOff(): void {
    if (this.#held === 0) return;
    const binding = { unfinished: 'true' };
    this.#transcript.record({ direction: 'in', channel: this.#id, payload: this.#joined(), binding });
  }

  #fateNow(open: boolean, how: string): Fate {
    const { code, reason } = this.#close ?? {};
    return {
      open,
      closing: this.#close !== undefined,
      ...(code === undefined ? {} : { code }),
      ...(reason === undefined || reason === '' ? {} : { reason }),
      how,
    };
  }

  #gone(how: string): void {
    this.#leaveOff();
    const entries = [this.#transcript.note(how, this.#id)];
    if (this.#close !== undefined) entries.unshift(this.#close.entry);
    this.#fate = observe(this.#fateNow(false, how), 'the connection', entries);
    this.#answer();
    this.#wake();
  }
}
