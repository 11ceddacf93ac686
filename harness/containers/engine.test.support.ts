import { afterAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { DEFAULT_MAX_MESSAGE, type Adapter } from '../../adapters/adapter.js';
import { adapters, type TransportName } from '../../adapters/index.js';
import { getEra, type Revision } from '../../adapters/revision.js';
import type { StdioConnection } from '../../adapters/stdio/endpoint.js';
import { Transcript } from '../../adapters/transcript.js';
import { buildTarget } from '../../containers/targets/build.js';
import { findEngine } from '../../containers/engine/engine.js';
import { findAnsweringEngine } from '../../containers/engine/ping.js';
import type { Host } from '../../containers/targets/target.js';
import type { Machine } from '../../suites/machine.js';
import { loadConfig } from '../config/load.js';
import { resolveTarget } from '../config/resolve.js';

const run = promisify(execFile);

/** Milliseconds for a run in containers on a busy machine. */
export const PATIENCE = 120_000;

const found = await findAnsweringEngine();
/** With this set, as CI does, tests that need an engine fail without one, where they are skipped otherwise. */
const required = process.env['REQUIRE_CONTAINERS'] === '1';

/** Makes something when it is first asked for. Tests that run side by side begin before any hook has run. */
export function makeOnce<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

/** Tests that need a container engine. Skipped with the reason in the name where there is none. */
export function withEngine(name: string, tests: () => void): void {
  if (!('missing' in found)) return describe(name, tests);
  if (required) {
    it(`${name}: has an engine`, () => expect(found).not.toHaveProperty('missing'));
  } else {
    // oxlint-disable-next-line jest/no-disabled-tests
    describe.skip(`${name} (${found.missing})`, tests);
  }
}

const root = fileURLToPath(new URL('../../../', import.meta.url));
export const resolveFile = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** The image that all others are made on: the one that is named, or one made of this machine's Node. */
export async function buildBaseImage(): Promise<string> {
  const named = process.env['BASE_IMAGE'];
  if (named !== undefined) return named;
  await run(process.execPath, [join(root, 'scripts/base-image.mjs')]);
  return 'mcptc-base/node';
}

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

export async function makeScratch(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'mcptc-containers-'));
  folders.push(folder);
  return folder;
}

/** The image of the reference server with more files of ours in its /app, as the fields of a config's block. */
export async function makeImageWith(...files: string[]): Promise<{ dockerfile: string; buildArgs: object }> {
  const [folder, base] = await Promise.all([makeScratch(), buildBaseImage()]);
  await cp(join(root, 'dist/images/dual-era'), folder, { recursive: true });
  for (const file of files) {
    // Without a package.json beside it, only this ending makes it a module.
    await cp(resolveFile(file), join(folder, 'app', basename(file).replace(/\.js$/, '.mjs')));
  }
  return { dockerfile: join(folder, 'Dockerfile'), buildArgs: { BASE_IMAGE: base } };
}

/** The same image with another program as its entry point. */
export async function makeImageRunning(entry: string, ...files: string[]) {
  const image = await makeImageWith(...files);
  const base = image.dockerfile.replace(/Dockerfile$/, '');
  await writeFile(
    join(base, 'Dockerfile'),
    [
      'ARG BASE_IMAGE',
      'FROM ${BASE_IMAGE}',
      'COPY app/ /app/',
      'USER 10001:10001',
      `ENTRYPOINT ${entry}`,
      '',
    ].join('\n'),
  );
  return image;
}

/** A config file, which may be JSON as well. */
export async function writeConfig(config: object): Promise<string> {
  const file = join(await makeScratch(), 'mcptc.yaml');
  await writeFile(file, JSON.stringify(config));
  return file;
}

/** What a run of ours has left in the engine: containers in any state, and networks. */
export async function listLeftBy(runner: number): Promise<string[]> {
  const filter = ['--filter', 'label=mcptc', '--format', '{{.ID}} {{.Labels}}'];
  const listed = await Promise.all([
    run('docker', ['ps', '--all', ...filter]),
    run('docker', ['network', 'ls', ...filter]),
  ]);
  const lines = listed.flatMap(({ stdout }) => stdout.split('\n'));
  const of = new RegExp(`mcptc\\.runner=([^/,]*/){3}${runner}/`);
  return lines.filter((line) => of.test(line));
}

/** Milliseconds for another process to do something in its own time, and between two looks whether it has. */
const EVENTUALLY_MS = 60_000;
const LOOK_MS = 100;

/** For what nobody here can be told of. */
export async function waitUntil(holds: () => Promise<boolean>): Promise<void> {
  const endsAt = performance.now() + EVENTUALLY_MS;
  while (!(await holds())) {
    if (performance.now() > endsAt) throw new Error(`waited ${EVENTUALLY_MS} ms in vain`);
    await sleep(LOOK_MS);
  }
}

/** A connection to a target of its own, over one transport of a config, and what it runs on. */
export async function openOwn(
  transport: TransportName,
  block: object,
  revision: Revision = '2025-11-25',
  rest: object = {},
) {
  const file = await writeConfig({ transports: { [transport]: block }, ...rest });
  const spec = await resolveTarget(await loadConfig(file), {
    from: file,
    base: dirname(file),
    reproduceWith: () => [],
    environment: {},
    startTimeoutMs: 60_000,
    env: {},
    headers: {},
    tls: {},
    secrets: [],
  });
  const target = buildTarget(spec, await findEngine());
  const { signal } = new AbortController();
  const lease = await (target.hosts[transport] as Host<unknown>).lease('own', signal);
  const adapter = (await adapters[transport]()) as unknown as Adapter<unknown>;
  const transcript = new Transcript([]);
  const options = { era: getEra(revision), revision, signal, transcript };
  const connection = await adapter.open(lease.endpoint, { ...options, maxMessage: DEFAULT_MAX_MESSAGE });
  return {
    connection,
    machine: lease.machine as Machine,
    /** On stdio the adapter reads it, elsewhere the host. */
    stderr: (): string => (connection as Partial<StdioConnection>).stderr?.() ?? lease.stderr(),
    stop: () => target.stop(),
  };
}
