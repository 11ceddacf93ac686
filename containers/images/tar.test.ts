import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';

type Entry = [path: string, { mode: number; data?: Buffer }];

const script = new URL('../../../scripts/tar.mjs', import.meta.url).href;
const { tar } = (await import(script)) as { tar: (entries: Entry[]) => Buffer };

const read = (archive: Buffer, ...args: string[]): string =>
  execFileSync('tar', [...args, '-f', '-'], { input: archive, encoding: 'utf8' });

const deep = `${'folder/'.repeat(20)}file`;
const entries: Entry[] = [
  ['tmp', { mode: 0o1777 }],
  [deep, { mode: 0o644, data: Buffer.from('deep') }],
  ['bin/sh', { mode: 0o755, data: Buffer.alloc(1000, 'x') }],
];

describe('the tar archives that base images are made of', () => {
  it('are read by others, with modes, sizes and long names', () => {
    const lines = read(tar(entries), '--numeric-owner', '--full-time', '--utc', '-tv').trim().split('\n');
    const beginning = '0/0 N 1970-01-01 00:00:00';
    const listed = lines.map((line) => line.replace(/ +\d+ (?=1970)/, ' N '));
    expect(listed).toContain(`drwxrwxrwt ${beginning} tmp/`);
    expect(listed).toContain(`-rwxr-xr-x ${beginning} bin/sh`);
    expect(listed).toContain(`-rw-r--r-- ${beginning} ${deep}`);
    expect(read(tar(entries), '-xO', deep)).toBe('deep');
  });

  it('are the same whatever the order of their entries', () => {
    expect(tar(entries.toReversed()).equals(tar(entries))).toBe(true);
  });

  it('refuse a name that the format cannot hold', () => {
    expect(() => tar([['x'.repeat(101), { mode: 0o644, data: Buffer.alloc(0) }]])).toThrow(/too long/);
  });
});
