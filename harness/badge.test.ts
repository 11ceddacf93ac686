import { afterAll, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BadgeFacts } from '../reports/badge/facts.js';
import { getFile } from './served.test.support.js';

const MAIN = fileURLToPath(new URL('./cli/main.js', import.meta.url));
/** Milliseconds for two runs on a busy machine. */
const PATIENCE = 180_000;

const folder = mkdtempSync(join(tmpdir(), 'mcptc-badge-'));
afterAll(() => rmSync(folder, { recursive: true }));

const mcptc = (...args: string[]) =>
  spawnSync(process.execPath, [MAIN, ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'] },
    encoding: 'utf8',
  });

/** Runs the plain server, and gives its badge once `verify` found it consistent. */
function badgeOf(...args: string[]): { code: number | null; facts: BadgeFacts; svg: string } {
  const badges = args.length === 0 ? 'right' : 'broken';
  const target = [process.execPath, getFile('third-party/plain.js'), ...args];
  const { status } = mcptc('run', '--quiet', '--seed', '1', '--report', `badge=${badges}`, '--', ...target);
  const [svg, facts] = ['overall.svg', 'overall.facts.json'].map((name) => join(badges, name));
  for (const file of [svg!, facts!]) {
    const proof = mcptc('verify', '.mcptc/result.json', file);
    expect({ code: proof.status, out: proof.stdout }).toEqual({
      code: 0,
      out: expect.stringContaining('✔ consistent'),
    });
  }
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  return { code: status, facts: JSON.parse(read(facts!)) as BadgeFacts, svg: read(svg!) };
}

it(
  'an ordinary server without a failure gets a green badge that says core, and one that breaks a MUST a red one',
  () => {
    const right = badgeOf();
    expect(right).toMatchObject({ code: 0, facts: { standing: 'conforms', scope: 'core' } });
    expect(right.facts.counts.pass).toBeGreaterThan(30);
    expect(right.svg).toMatch(/aria-label="MCP transports: core ✔ \d+.*fill="#2e7d32"/s);
    const broken = badgeOf('--broken');
    expect(broken).toMatchObject({ code: 1, facts: { standing: 'fails' } });
    expect(broken.facts).not.toHaveProperty('scope');
    expect(broken.svg).toContain('fill="#c62828"');
  },
  PATIENCE,
);
