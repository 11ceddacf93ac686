/** Long payloads without the memory for them: the same few bytes, written again and again. */

/** So many bytes of the letter m, put into a payload at that byte. */
export interface Filler {
  at: number;
  bytes: number;
}

/** Bytes that are written at a time; a multiple of the four that a WebSocket mask has. */
const PIECE = 64 * 1024;
const LETTER = 'm';

/** The payload with what is put into it, piece by piece; whole pieces are one and the same object, not to be changed. */
export function* fill(payload: Buffer, { at, bytes }: Filler): Generator<Buffer> {
  yield payload.subarray(0, at);
  const piece = Buffer.alloc(Math.min(PIECE, bytes), LETTER);
  for (let left = bytes; left > 0; left -= piece.length)
    yield left < piece.length ? piece.subarray(0, left) : piece;
  yield payload.subarray(at);
}

/** The message with an empty text in it, and what makes that one as long as asked. */
export function padded(message: object, mark: string, bytes: number): { json: string; filler: Filler } {
  const json = JSON.stringify(message);
  const at = json.indexOf(`${JSON.stringify(mark)}:"`);
  if (at < 0) throw new Error(`the message has no member ${mark}`);
  return {
    json,
    filler: { at: Buffer.byteLength(json.slice(0, at)) + JSON.stringify(mark).length + 2, bytes },
  };
}

export const describeFiller = ({ at, bytes }: Filler): string => `${bytes} bytes of ${LETTER} at byte ${at}`;
