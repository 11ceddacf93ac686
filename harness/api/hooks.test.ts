import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isAlive, until } from '../../adapters/contract/until.js';
import type { Progress } from '../run/contract.js';
import { getFile, startServed, type Served } from '../served.test.support.js';
import { conformance, type ProgramOptions } from './index.js';

/** Looking on, and cutting short. */

const command = [process.execPath, getFile('honest/main.js'), 'tools-only', '--stdio'];
const PING = { scenarios: 'shared/lifecycle/ping', revisions: '2025-11-25' };

const folder = mkdtempSync(join(tmpdir(), 'mcptc-hooks-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('progress is told step by step, and what a listener throws breaks nothing', async () => {
  const kinds: string[] = [];
  const onProgress = ({ kind }: Progress): never => {
    kinds.push(kind);
    throw new Error('mine');
  };
  const { run } = await conformance({ command }, { ...PING, onProgress });
  expect(run.exitCode).toBe(0);
  expect(kinds).toEqual(['survey', 'planned', 'case-started', 'case-ended']);
});

describe('a signal', () => {
  it('that was given before ends the run before its first case', async () => {
    const { run, cases } = await conformance({ command }, { ...PING, signal: AbortSignal.abort() });
    expect(run).toMatchObject({ complete: false, stoppedBy: 'interrupted', exitCode: 2 });
    expect(cases.flatMap(({ checks }) => checks).filter(({ verdict }) => verdict === 'pass')).toEqual([]);
  });

  it('cuts a run short, takes a deaf target along and delivers what there is', async () => {
    const file = join(folder, 'pid');
    const deaf = join(folder, 'deaf.mjs');
    writeFileSync(
      deaf,
      `import { renameSync, writeFileSync } from 'node:fs';
       process.on('SIGTERM', () => {});
       setInterval(() => {}, 1e6);
       writeFileSync('pid.part', String(process.pid));
       renameSync('pid.part', 'pid');`,
    );
    const controller = new AbortController();
    const running = conformance(
      { command: [process.execPath, deaf] },
      { ...PING, cwd: folder, signal: controller.signal },
    );
    await until('the target', () => existsSync(file));
    const pid = Number(readFileSync(file, 'utf8'));
    expect(isAlive(pid)).toBe(true);
    controller.abort();
    const { run } = await running;
    expect(run).toMatchObject({ complete: false, stoppedBy: 'interrupted' });
    expect(isAlive(pid)).toBe(false);
  });
});

describe('on a server that is not on this machine', () => {
  let served: Served;
  let url: string;
  beforeAll(async () => {
    served = await startServed('reference/dual-era.js', '--http-port', '0', '--allowed-host', '0.0.0.0');
    // It reaches this machine, and is not one of the names that are known to do so.
    url = served.url.replace('127.0.0.1', '0.0.0.0');
  });
  afterAll(() => served.stop());

  /** The most cases at a time, and the number that the result states. */
  async function widthOf(options: ProgramOptions): Promise<{ most: number; stated: unknown }> {
    let now = 0;
    let most = 0;
    const onProgress = ({ kind }: Progress): void => {
      if (kind === 'case-started') most = Math.max(most, ++now);
      if (kind === 'case-ended') now -= 1;
    };
    // They hold, so that none is begun twice, and wait for nothing, so that none lets another in.
    const scenarios = ['list', 'names', 'text', 'image', 'audio', 'embedded-resource', 'content-order'].map(
      (name) => `shared/tools/${name}`,
    );
    const { run } = await conformance(
      { url },
      { scenarios, revisions: '2025-11-25', ...options, onProgress },
    );
    return { most, stated: run.options['concurrency'] };
  }

  it('two cases run at a time, unless a number is named, and the result states the number', async () => {
    expect(await widthOf({})).toEqual({ most: 2, stated: 2 });
    const { most, stated } = await widthOf({ concurrency: 5 });
    expect(stated).toBe(5);
    expect(most).toBeGreaterThan(2);
    expect(most).toBeLessThanOrEqual(5);
  });
});
