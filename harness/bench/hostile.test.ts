import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const BENCH = fileURLToPath(new URL('hostile.js', import.meta.url));
const PATIENCE = 120_000;

const bench = (...args: string[]) => spawnSync(process.execPath, [BENCH, ...args], { encoding: 'utf8' });

describe('the table of hostile servers', () => {
  it.each([
    [
      ['http-redirect', 'floods'],
      'No hostile server has "floods" in its name or transport. Did you mean flood?',
    ],
    [['--jobs', '0'], '--jobs 0 is no number of runs.'],
    [['--job', '1'], "Unknown option '--job'"],
  ])('%j is a usage error', (args, said) => {
    const { status, stdout, stderr } = bench(...args);
    expect({ status, stdout, stderr }).toEqual({
      status: 2,
      stdout: '',
      stderr: expect.stringContaining(said),
    });
  });

  it(
    'has a row with what a run cost, and says at its end how many held',
    () => {
      const { status, stdout, stderr } = bench('http-redirects');
      expect(stderr).toBe('1 of 1: http-redirects http\n');
      expect(stdout).toMatch(
        /^\| http-redirects \| http \| [\d.]+ \| [\d.]+ \| \d+ \| 1 \| .* 307.* \| 0 \| /m,
      );
      expect(stdout).toMatch(/\n[01] of 1 hold/);
      expect(status).toBe(stdout.includes('1 of 1 hold') ? 0 : 1);
    },
    PATIENCE,
  );
});
