/** Relays WebSocket frames between clients and a right server, and applies the faults' hooks on the way. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import type { RawFrame } from '../../../adapters/websocket/endpoint.js';
import {
  encodeWebSocketFrame,
  FrameReader,
  OPCODE,
  type ParsedFrame,
} from '../../../adapters/websocket/frames.js';
import { startListeningUpstream } from './upstream.js';
import type { Upstream, Fault, Head, WebSocketHookContext } from './fault.js';
import { MessageInterceptor, makeScope, type InterceptedChannel } from './interceptor.js';

/** Bytes of the head of an upgrade, and of one frame. */
const MAX_HEAD = 64 * 1024;
const MAX_FRAME = 128 * 1024 * 1024;

interface Place {
  readonly fault: Fault;
  readonly interceptor: MessageInterceptor;
  readonly open: Set<WebSocketHookContext>;
}

/**
 * Stands between WebSocket clients and one right server, below any library: what no hook touches passes as it came.
 * Faults share it, each at a path of its own: `/FAULT-ID/mcp`, or `/FAULT-ID~NAME/mcp` for one with a memory of its own.
 * Resolves with the address without that path.
 */
export async function meddleOverWebSocket(
  faults: Readonly<Record<string, Fault>>,
  upstreamName: Upstream,
  port: number,
): Promise<string> {
  const upstream = await startListeningUpstream(upstreamName, '--ws-port');
  const places = new Map<string, Place>();
  const placeAt = (name: string): Place | undefined => {
    const fault = faults[name.split('~')[0] ?? ''];
    if (fault === undefined) return undefined;
    const place = places.get(name) ?? {
      fault,
      interceptor: new MessageInterceptor(fault, 'websocket'),
      open: new Set(),
    };
    places.set(name, place);
    return place;
  };
  const server = createServer({ allowHalfOpen: true }, (client) => {
    client.on('error', () => client.destroy());
    onHead(client, (upgrade, rest) => {
      const [, name = '', path = ''] = /^GET \/([^/ ]+)(\/\S*)/.exec(upgrade.line) ?? [];
      const place = placeAt(name);
      upgrade.line = `GET ${path} HTTP/1.1`;
      if (place !== undefined) meddle(place, upstream, client, upgrade, rest);
      else client.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n');
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function meddle(place: Place, upstream: URL, client: Socket, upgrade: Head, rest: Buffer): void {
  const { fault, interceptor, open } = place;
  const hooks = fault.websocket ?? {};
  const server = connect({ host: upstream.hostname, port: Number(upstream.port), allowHalfOpen: true });
  const at: WebSocketHookContext = {
    memory: interceptor.memory,
    channel: {},
    byHand: upgrade.byHand,
    open,
    toClient: (frame) => put(client, { masked: false, ...frame }),
    end: () => client.destroy(),
  };
  open.add(at);
  client.once('close', () => {
    server.destroy();
    if (open.delete(at)) hooks.gone?.(at);
  });
  server.on('error', () => client.destroy());
  server.once('end', () => (hooks.keepsOpen ? undefined : client.end()));
  client.once('end', () => server.end());

  const answered = hooks.upgrade?.(upgrade, at);
  if (answered !== undefined) {
    client.end(`HTTP/1.1 ${answered}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
    return;
  }
  const isLocal = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(upgrade.headers['host'] ?? '');
  const host = isLocal ? upstream.host : upgrade.headers['host'];
  server.write(textOf({ ...upgrade, headers: { ...upgrade.headers, host } }));

  const channel: InterceptedChannel = {
    scope: makeScope(),
    memory: at.channel,
    say: (message) => at.toClient({ opcode: OPCODE.text, payload: JSON.stringify(message) }),
  };
  const bends = fault.message !== undefined || fault.request !== undefined;
  const fromClient = async (frame: ParsedFrame): Promise<void> => {
    for (const changed of [hooks.fromClient ? hooks.fromClient(frame, at) : frame].flat()) {
      const document = bends ? documentOf(changed) : undefined;
      const passed = document === undefined ? undefined : await interceptor.fromClient(document, channel);
      if (document === undefined) put(server, changed);
      else if (passed !== undefined) put(server, { opcode: OPCODE.text, payload: JSON.stringify(passed) });
    }
  };
  const fromServer = (frame: ParsedFrame): void => {
    const document = bends ? documentOf(frame) : undefined;
    const said = document === undefined ? [frame] : interceptor.fromServer(document, channel).map(textFrame);
    for (const each of said)
      for (const changed of [hooks.fromServer ? hooks.fromServer(each, at) : each].flat())
        put(client, changed);
  };
  onHead(server, (answer, first) => {
    hooks.answer?.(answer, upgrade);
    client.write(textOf(answer));
    pump(client, server, rest, (frame) => void fromClient(frame));
    pump(server, client, first, fromServer);
  });
}

const textFrame = (message: unknown): ParsedFrame => ({
  opcode: OPCODE.text,
  fin: true,
  rsv: 0,
  masked: false,
  longHead: false,
  payload: Buffer.from(JSON.stringify(message)),
});

/** Frames of one side, as fast as the other one takes them. */
function pump(from: Socket, to: Socket, first: Buffer, each: (frame: ParsedFrame) => void): void {
  const reader = new FrameReader(MAX_FRAME);
  const take = (chunk: Buffer): void => {
    try {
      for (const frame of reader.feed(chunk)) each(frame);
    } catch {
      from.destroy();
    }
    if (!to.writableNeedDrain) return;
    from.pause();
    to.once('drain', () => from.resume());
  };
  from.on('data', take).resume();
  if (first.length > 0) take(first);
}

function put(to: Socket, frame: RawFrame | undefined): void {
  if (frame !== undefined && to.writable) to.write(encodeWebSocketFrame(frame));
}

/** Calls back once, with the head and what came after it. */
function onHead(socket: Socket, then: (head: Head, rest: Buffer) => void): void {
  let held = Buffer.alloc(0);
  const take = (chunk: Buffer): void => {
    held = Buffer.concat([held, chunk]);
    const end = held.indexOf('\r\n\r\n');
    if (end < 0 && held.length > MAX_HEAD) socket.destroy();
    if (end < 0) return;
    socket.pause().off('data', take);
    const [line = '', ...fields] = held.toString('latin1', 0, end).split('\r\n');
    const pairs = fields.map((field) => /^([^:]*):\s*(.*)$/.exec(field) ?? ['', '', '']);
    const headers = Object.fromEntries(pairs.map(([, name, value]) => [name!.toLowerCase(), value!]));
    then(
      { line, headers, byHand: pairs.every(([, name]) => name === name!.toLowerCase()) },
      held.subarray(end + 4),
    );
  };
  socket.on('data', take);
}

const textOf = ({ line, headers }: Head): string => {
  const fields = Object.entries(headers).filter(([, value]) => value !== undefined);
  return `${[line, ...fields.map(([name, value]) => `${name}: ${value}`)].join('\r\n')}\r\n\r\n`;
};

/** The document of a whole text message. */
function documentOf(frame: RawFrame | undefined): unknown {
  if (frame?.opcode !== OPCODE.text || frame.fin === false) return undefined;
  try {
    return JSON.parse(String(frame.payload)) as unknown;
  } catch {
    return undefined;
  }
}
