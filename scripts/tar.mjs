// Writes tar archives that are the same, octet by octet, for the same entries.

const BLOCK = 512;
const byName = ([a], [b]) => (a < b ? -1 : 1);

/**
 * A tar archive that depends on nothing but its entries: sorted by name, owned by root, from the beginning of time.
 * Entries are `[path, { mode, data }]`, without a leading slash; without `data` it is a folder. What folders are missing
 * above them is added.
 */
export function tar(entries) {
  const all = new Map(entries);
  for (const [path] of entries) {
    for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) {
      const above = path.slice(0, at);
      if (!all.has(above)) all.set(above, { mode: 0o755 });
    }
  }
  const parts = [...all].sort(byName).flatMap(([path, { mode, data }]) => {
    if (data === undefined) return [header(`${path}/`, mode, 0, '5')];
    return [header(path, mode, data.length, '0'), data, Buffer.alloc(-data.length & (BLOCK - 1))];
  });
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]);
}

/** One header in the format of POSIX.1-1988 (ustar), which every reader knows. */
function header(path, mode, size, type) {
  const [prefix, name] = split(path);
  const block = Buffer.alloc(BLOCK);
  const octal = (value, at, width) => block.write(value.toString(8).padStart(width - 1, '0'), at);
  block.write(name, 0);
  octal(mode, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(0, 136, 12);
  block.write(' '.repeat(8), 148);
  block.write(type, 156);
  block.write('ustar', 257);
  block.write('00', 263);
  block.write(prefix, 345);
  octal(
    block.reduce((sum, byte) => sum + byte, 0),
    148,
    7,
  );
  return block;
}

/** A name has 100 bytes, and 155 more for the folders before it. */
function split(path) {
  if (Buffer.byteLength(path) <= 100) return ['', path];
  for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) {
    const [prefix, name] = [path.slice(0, at), path.slice(at + 1)];
    if (name !== '' && Buffer.byteLength(name) <= 100 && Buffer.byteLength(prefix) <= 155)
      return [prefix, name];
  }
  throw new Error(`too long for a tar archive: ${path}`);
}
