import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const SOURCES = fileURLToPath(new URL('../../../containers/images/', import.meta.url));
const CONTEXTS = fileURLToPath(new URL('../../images/', import.meta.url));

const foldersIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));

interface Instruction {
  name: string;
  value: string;
}

const read = (folder: string): string => readFileSync(join(folder, 'Dockerfile'), 'utf8');

function instructionsOf(dockerfile: string): Instruction[] {
  const lines = dockerfile
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll('\\\n', '')
    .split('\n');
  return lines.flatMap((line) => {
    const [, name, value] = /^([A-Z]+) +(.+)$/.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [{ name, value }];
  });
}

const valuesOf = (instructions: Instruction[], name: string): string[] =>
  instructions.flatMap((each) => (each.name === name ? [each.value] : []));

const label = (instructions: Instruction[], name: string): string | undefined =>
  new RegExp(`org\\.opencontainers\\.image\\.${name}="([^"]+)"`).exec(
    valuesOf(instructions, 'LABEL').join(' '),
  )?.[1];

describe.each(foldersIn(SOURCES))('the Dockerfile of %s', (name) => {
  const instructions = instructionsOf(read(join(SOURCES, name)));

  it('is built on whatever image it is given, and needs no network for it', () => {
    expect(instructions[0]).toEqual({ name: 'ARG', value: 'BASE_IMAGE=node:22-bookworm-slim' });
    expect(valuesOf(instructions, 'FROM')).toEqual(['${BASE_IMAGE}']);
    const names = instructions.map((each) => each.name);
    for (const reaching of ['RUN', 'ADD', 'ONBUILD']) expect(names).not.toContain(reaching);
  });

  it('starts without a shell', () => {
    const [entrypoint, ...others] = valuesOf(instructions, 'ENTRYPOINT');
    expect(others).toEqual([]);
    for (const words of [entrypoint, ...valuesOf(instructions, 'CMD')]) {
      expect(JSON.parse(words ?? '')).toContainEqual(expect.any(String));
    }
  });

  it('runs as nobody in particular', () => {
    const users = valuesOf(instructions, 'USER');
    // The tool becomes the owner of the folder that is mounted, which is root's to do.
    if (name === 'mcptc') expect(users).toEqual([]);
    else expect(users).toEqual([expect.stringMatching(/^[1-9]\d*:[1-9]\d*$/)]);
  });

  it('says what the image is', () => {
    for (const what of ['title', 'description', 'licenses'])
      expect(label(instructions, what)).toEqual(expect.any(String));
  });
});

describe.each(foldersIn(CONTEXTS))('the context of %s', (name) => {
  const context = join(CONTEXTS, name);
  const instructions = instructionsOf(read(join(SOURCES, name)));

  it('has its Dockerfile, and what that copies', () => {
    expect(read(context)).toBe(read(join(SOURCES, name)));
    expect(valuesOf(instructions, 'COPY')).toEqual(['app/ /app/']);
    const entrypoint = JSON.parse(valuesOf(instructions, 'ENTRYPOINT')[0] ?? '') as string[];
    expect(statSync(join(context, entrypoint.at(-1) ?? '')).isFile()).toBe(true);
  });

  it('can be read by whoever runs in the image', () => {
    const modes = readdirSync(context, { withFileTypes: true, recursive: true }).map((entry) => {
      const { mode } = statSync(join(entry.parentPath, entry.name));
      return [entry.name, mode & (entry.isDirectory() ? 0o5 : 0o4)];
    });
    expect(modes.filter(([, readable]) => readable === 0)).toEqual([]);
  });

  it('names the licences of all that is bundled', () => {
    const notices = readFileSync(join(context, 'app', 'LICENSES.txt'), 'utf8');
    const bundled = [...notices.matchAll(/^\S+ \d+\.\d+\.\d+\S* \(([^)]+)\)$/gm)].map(
      ([, licence]) => licence,
    );
    expect(bundled.length).toBeGreaterThan(0);
    const named = new Set(label(instructions, 'licenses')?.split(' AND '));
    expect(named).toEqual(new Set(['Apache-2.0', ...bundled]));
  });
});
