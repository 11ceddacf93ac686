/** Words of the rows about WebSocket: each makes one hook of frames. */
import { OPCODE } from '../../../../adapters/websocket/frames.js';
import type { RawFrame } from '../../../../adapters/websocket/endpoint.js';
import type { RelayedFrame, WebSocketHookContext } from '../fault.js';

type Hook = (frame: RelayedFrame, at: WebSocketHookContext) => RawFrame | readonly RawFrame[] | undefined;

/** Changes the frames that pass `when`, and no other. */
export const frames =
  (when: (frame: RelayedFrame, at: WebSocketHookContext) => boolean, change: Hook): Hook =>
  (frame, at) =>
    when(frame, at) ? change(frame, at) : frame;

/** Frames with one of these opcodes. */
export const opcode =
  (...opcodes: number[]) =>
  (frame: RelayedFrame): boolean =>
    opcodes.includes(frame.opcode);

export const isControl = (frame: RelayedFrame): boolean => frame.opcode >= OPCODE.close;

/** Only where a person writes the frames: a library would end the connection before anything is seen. */
export const byHand = (_frame: RelayedFrame, at: WebSocketHookContext): boolean => at.byHand;

/** The frame never arrives. */
export const dropped = (): undefined => undefined;

/** The connection breaks off instead. */
export function ends(_frame: RelayedFrame, at: WebSocketHookContext): undefined {
  at.end();
}

export const documentOf = ({ opcode, payload }: RelayedFrame): Record<string, unknown> => {
  if (opcode !== OPCODE.text) return {};
  try {
    return (JSON.parse(payload.toString()) ?? {}) as Record<string, unknown>;
  } catch {
    return {};
  }
};

/** Messages with this id. */
export const withId =
  (id: number) =>
  (frame: RelayedFrame): boolean =>
    documentOf(frame)['id'] === id;

/** Messages with an id that ASCII cannot write. */
export const withOddId = (frame: RelayedFrame): boolean => /[^\0-\x7f]/.test(String(documentOf(frame)['id']));

/** What the server says of its own accord. */
export const isOwn =
  (kind: 'notification' | 'request') =>
  (frame: RelayedFrame): boolean => {
    const document = documentOf(frame);
    return 'method' in document && (kind === 'request') === 'id' in document;
  };

/** The frame goes to every other connection as well. */
export function toEverybody(frame: RelayedFrame, at: WebSocketHookContext): RelayedFrame {
  for (const other of at.open) if (other !== at && other.byHand === at.byHand) other.toClient(frame);
  return frame;
}

/** Remembers that a message has begun on this connection and not ended; tells whether one had. */
export function amidMessage(frame: RelayedFrame, { channel }: WebSocketHookContext): boolean {
  const amid = channel['amid'] === true;
  if (!isControl(frame)) channel['amid'] = !frame.fin;
  return amid;
}
