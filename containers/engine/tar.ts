/** Writes a tar archive that is the same, octet by octet, for the same files. */

const BLOCK = 512;

/** Files by their path, without a leading slash. All may be executed; all are root's, from the beginning of time. */
export function makeTar(files: ReadonlyMap<string, Buffer>): Buffer {
  const folders = new Set<string>();
  for (const path of files.keys()) {
    for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1))
      folders.add(path.slice(0, at));
  }
  const parts = [
    ...[...folders].sort().map((path) => makeHeader(`${path}/`, 0, '5')),
    ...[...files]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([path, data]) => [
        makeHeader(path, data.length, '0'),
        data,
        Buffer.alloc(-data.length & (BLOCK - 1)),
      ]),
  ];
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]);
}

/** One header in the format of POSIX.1-1988 (ustar), which every reader knows. */
function makeHeader(path: string, size: number, type: '0' | '5'): Buffer {
  const cut = Buffer.byteLength(path) <= 100 ? -1 : path.indexOf('/', path.length - 101);
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, at: number, width: number): void =>
    void block.write(value.toString(8).padStart(width - 1, '0'), at);
  block.write(path.slice(cut + 1), 0);
  octal(0o755, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(0, 136, 12);
  block.write(' '.repeat(8), 148);
  block.write(type, 156);
  block.write('ustar', 257);
  block.write('00', 263);
  block.write(path.slice(0, Math.max(0, cut)), 345);
  octal(
    block.reduce((sum, byte) => sum + byte, 0),
    148,
    7,
  );
  return block;
}
