/** Finds the end of a string literal within JSON text. */

const [QUOTATION_MARK, BACKSLASH] = [0x22, 0x5c];

/**
 * Where the string of a JSON text ends that begins at `from`: at the next quote with an even number of backslashes before
 * it. The length of the text where it has none.
 */
export function endOfString(json: string | Buffer, from: number): number {
  const escape = typeof json === 'string' ? '\\' : BACKSLASH;
  for (let end = from; ;) {
    end = typeof json === 'string' ? json.indexOf('"', end + 1) : json.indexOf(QUOTATION_MARK, end + 1);
    if (end === -1) return json.length;
    let before = end - 1;
    while (json[before] === escape) before -= 1;
    if ((end - before) % 2 === 1) return end;
  }
}
