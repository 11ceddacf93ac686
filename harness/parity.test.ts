import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommandLine } from './mcptc.test.support.js';
import { getFile } from './served.test.support.js';

const folder = mkdtempSync(join(tmpdir(), 'parity-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const words = (...list: string[]): string => JSON.stringify([process.execPath, ...list]);

/** A server that is right over HTTP, and over stdio the same or one with a fault. */
function config(stdio: string[]): string {
  const file = join(folder, `${stdio.length}.yaml`);
  const http = words(getFile('reference/dual-era.js'), '--http-port', '0');
  writeFileSync(
    file,
    `transports:\n  stdio: { command: ${words(...stdio)} }\n  streamable-http: { command: ${http}, ready: json-line }\n`,
  );
  return file;
}

const RUN = ['--revision', '2025-11-25', '--scenario', 'shared/tools', '--seed', '1'];

describe('parity of a run', () => {
  it('is the same for a server that is', async () => {
    const { code, result } = await runCommandLine(
      folder,
      ...RUN,
      '--fail-on',
      'fail,differs',
      '--config',
      config([getFile('reference/dual-era.js'), '--stdio']),
    );
    const verdicts = new Set(result.parity.map(({ verdict }) => verdict));
    expect({ code, verdicts: [...verdicts] }).toEqual({ code: 0, verdicts: ['same'] });
    expect(result.parity.length).toBeGreaterThan(10);
  }, 120_000);

  it('differs where one transport answers something else, which fails a run that is asked to', async () => {
    const at = config([getFile('faulty/main.js'), 'tool-text-changed', '--stdio']);
    const differing = await runCommandLine(folder, ...RUN, '--fail-on', 'differs', '--config', at);
    expect(differing.code).toBe(1);
    const one = differing.result.parity.find(({ scenario }) => scenario === 'shared/tools/text');
    expect(one).toMatchObject({ verdict: 'differs', transports: ['stdio', 'streamable-http'] });
    const values = one?.differences.find(({ fact }) => fact === 'content')?.values ?? {};
    expect(values['stdio']).not.toBe(values['streamable-http']);
  }, 120_000);
});
