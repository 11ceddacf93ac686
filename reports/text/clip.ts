/** Cutting text by bytes, with the cut marked, so that no document of a target can make a result large. */

export const byteLength = (text: string): number => Buffer.byteLength(text);

const isContinuation = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80;

/** Head and tail of at most `keep` bytes of UTF-8 together, never halving a character. `cut` is 0 where it fitted. */
export function clip(text: string, keep: number): { text: string; cut: number } {
  if (text.length * 3 <= keep || byteLength(text) <= keep) return { text, cut: 0 };
  const bytes = Buffer.from(text);
  let head = Math.ceil(keep / 2);
  while (head > 0 && isContinuation(bytes[head])) head -= 1;
  let tail = bytes.length - Math.floor(keep / 2);
  while (tail < bytes.length && isContinuation(bytes[tail])) tail += 1;
  const cut = tail - head;
  return {
    text: `${bytes.toString('utf8', 0, head)}…[${cut} bytes cut]…${bytes.toString('utf8', tail)}`,
    cut,
  };
}

export const clipped = (text: string, keep: number): string => clip(text, keep).text;
