/** The bytes that hostile servers send on any transport, and the function that writes them for ever. */
import type { Writable } from 'node:stream';

/** Valid notifications, 64 of them at a time. */
export const flood = (prefix: string, suffix: string): string => {
  const params = { level: 'info', logger: 'flood', data: 'x'.repeat(200) };
  return `${prefix}${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/message', params })}${suffix}`.repeat(
    64,
  );
};

/** Terminal control, bad UTF-8, NUL, bidirectional marks, half JSON: nothing that is a message. */
export const garbage: Uint8Array = Buffer.concat([
  Buffer.from('Server listening…\n\u001b]0;owned\u0007\u001b[2J\u001b[31mred\u001b[0m\r\b\b\n'),
  Buffer.from([0xff, 0xfe, 0xc3, 0x28, 0x00, 0x80, 0x0a]),
  Buffer.from('\u202Egnirts desrever\u2066\n{"jsonrpc":"2.0","id":\nnull\n[]\n42\n"text"\n{}\n'),
]);

const notification = (data: string): string =>
  `{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":${data}}}`;

/** One message of 15 MiB with five million values in it: parsed, they take a hundred times as much. */
export const makeManyValues = (): string => notification(`[${'{},'.repeat(5_000_000)}0]`);

/** One message of a few kilobytes, in which arrays lie within each other. */
export const makeNested = (): string => notification(`${'['.repeat(5_000)}${']'.repeat(5_000)}`);

export const LINE_START = '{"jsonrpc":"2.0","id":1,"result":{"text":"';
export const FILLER = 'a'.repeat(65_536);

/** Writes for ever, no faster than the other side reads; ends with the stream. */
export function pour(stream: Writable, start: string | Uint8Array, again: string | Uint8Array): void {
  const more = (error?: Error | null): void => {
    if (error || stream.destroyed) stream.destroy();
    else setImmediate(() => stream.write(again, more));
  };
  stream.on('error', () => stream.destroy());
  stream.write(start, more);
}
