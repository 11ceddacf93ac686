/** Hostile servers over WebSocket: broken frames, ping floods, garbage and endless messages. */
import type { Duplex } from 'node:stream';
import { encodeWebSocketFrame, OPCODE } from '../../../adapters/websocket/frames.js';
import { listenForUpgrades } from '../../../adapters/websocket/server/listener.js';
import { limitLifetime } from './lifetime.js';
import { FILLER, flood, garbage, LINE_START, makeManyValues, makeNested, pour } from './streams.js';

const { text, continuation, ping } = OPCODE;
const frame = (opcode: number, payload: string | Uint8Array, fin = true): Buffer =>
  encodeWebSocketFrame({ opcode, payload, fin, masked: false });

/** What every connection gets, whatever its client says; written below the library. */
const overWebSocket: Readonly<Record<string, (socket: Duplex) => void>> = {
  /** Reads everything and never says a word. */
  silent: () => undefined,

  /** Text messages that mean nothing, and are no UTF-8. */
  garbage: (socket) => void socket.write(frame(text, garbage)),

  /** Bytes that are no frames. */
  'broken-frames': (socket) => void socket.write(Buffer.from('HTTP/1.1 500 Oh no\r\n\r\n')),

  /** Valid notifications without an end, and no answers. */
  flood: (socket) => {
    const [one = ''] = flood('', '\n').split('\n');
    pour(socket, '', Buffer.concat(Array.from({ length: 64 }, () => frame(text, one))));
  },

  /** Pings without an end. */
  'ping-flood': (socket) =>
    pour(socket, '', Buffer.concat(Array.from({ length: 64 }, () => frame(ping, 'x'.repeat(125))))),

  /** Says more in one message than anybody would want to keep. */
  'many-values': (socket) => void socket.write(frame(text, makeManyValues())),

  /** Says something that lies too deep. */
  nested: (socket) => void socket.write(frame(text, makeNested())),

  /** One message that never ends. */
  'endless-line': (socket) =>
    pour(socket, frame(text, LINE_START, false), frame(continuation, FILLER, false)),
};

/** Resolves with the address, or with nothing where there is no such server over WebSocket. */
export async function serveOverWebSocket(name: string, port: number): Promise<string | undefined> {
  const behave = overWebSocket[name];
  if (!behave) return undefined;
  limitLifetime();
  const { url } = await listenForUpgrades({ port, keepAliveMs: 0 }, (client, { socket }) => {
    client.on('error', () => client.terminate());
    behave(socket);
  });
  return url;
}
