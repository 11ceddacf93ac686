import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hurryWriting, writeBeside } from './transcript-thread.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mcptc-transcripts-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

it('writes what it is given, into folders that are not there yet, and says what it wrote', async () => {
  const files = Array.from({ length: 30 }, (_, index) => ({
    file: join(folder, `cell-${index % 3}`, 'group', `${index}.jsonl`),
    text: `line ${index} é\n`.repeat(index * 100),
  }));
  const written = files.map((one) => writeBeside(one));
  hurryWriting();
  expect(await Promise.all(written)).toEqual(files.map(({ text }) => hash(text)));
  for (const { file, text } of files) expect(readFileSync(file, 'utf8')).toBe(text);
});

it('writes one alone without being hurried', async () => {
  const file = join(folder, 'alone.jsonl');
  expect(await writeBeside({ file, text: 'alone\n' })).toBe(hash('alone\n'));
});

it('puts away what stands in the place of a transcript, and never follows it', async () => {
  const elsewhere = join(folder, 'elsewhere');
  writeFileSync(elsewhere, 'theirs');
  const file = join(folder, 'linked.jsonl');
  symlinkSync(elsewhere, file);
  expect(await writeBeside({ file, text: 'ours\n' })).toBe(hash('ours\n'));
  expect(readFileSync(elsewhere, 'utf8')).toBe('theirs');
});

it('says of one that it could not write, and goes on with the others', async () => {
  const blocked = join(folder, 'blocked');
  writeFileSync(blocked, '');
  const outside = mkdtempSync(join(tmpdir(), 'mcptc-outside-'));
  try {
    symlinkSync(outside, join(folder, 'replaced'));
    const all = [join(blocked, 'a.jsonl'), join(folder, 'replaced', 'b.jsonl'), join(folder, 'c.jsonl')];
    const told = await Promise.all(all.map((file) => writeBeside({ file, text: 'x\n' })));
    expect(told).toEqual([undefined, undefined, hash('x\n')]);
    expect(readdirSync(outside)).toEqual([]);
  } finally {
    rmSync(outside, { recursive: true });
  }
});

it('takes no more than so much at once, and leaves the rest to whoever writes at the end', async () => {
  const text = 'x'.repeat(5 * 1024 * 1024);
  const files = ['first', 'second'].map((name) => join(folder, `${name}.jsonl`));
  const told = await Promise.all(files.map((file) => writeBeside({ file, text })));
  expect(told).toEqual([hash(text), undefined]);
  expect(readdirSync(folder)).not.toContain('second.jsonl');
});
