/** The object that a line begins with, once it is whole; anything else at the end of its line. */
export async function* readObjects(input: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  let isTold = false;
  for await (const chunk of input) {
    rest = Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      if (!isTold) yield cutToObject(rest.subarray(0, end));
      isTold = false;
      rest = rest.subarray(end + 1);
    }
    if (isTold || rest.at(-1) !== CLOSING || !isJson(rest)) continue;
    yield rest;
    isTold = true;
    rest = Buffer.alloc(0);
  }
}

/** The last byte of an object. */
const CLOSING = 125;

/** Without a brace too many at the end. */
export const cutToObject = (bytes: Buffer): Buffer =>
  !isJson(bytes) && isJson(bytes.subarray(0, -1)) ? bytes.subarray(0, -1) : bytes;

function isJson(bytes: Buffer): boolean {
  try {
    JSON.parse(bytes.toString());
    return true;
  } catch {
    return false;
  }
}

/** Lines without their newline, as bytes; blank ones are kept. What follows the last newline is dropped. */
export async function* readLines(input: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let parts: Buffer[] = [];
  for await (const chunk of input) {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      yield Buffer.concat([...parts, chunk.subarray(start, end)]);
      parts = [];
      start = end + 1;
    }
    parts.push(chunk.subarray(start));
  }
}
