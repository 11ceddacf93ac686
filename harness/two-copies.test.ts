import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { runCommandLine, type Ran } from './mcptc.test.support.js';

/** An adapter whose project has a package of its own, beside the one whose command is run: two classes of each name. */

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const EXAMPLE = join(ROOT, 'examples', 'unix-socket');

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'mcptc-copies-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** A project with the example's adapter, and what it finds under the name of the package. */
function project(name: string, install: (place: string) => void): string {
  const folder = join(home, name);
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  install(join(folder, 'node_modules', 'mcp-transport-conformance'));
  cpSync(join(EXAMPLE, 'adapter.mjs'), join(folder, 'adapter.mjs'));
  const block = `adapter: ./adapter.mjs`;
  const command = JSON.stringify([process.execPath, join(EXAMPLE, 'server.mjs')]);
  writeFileSync(
    join(folder, 'served.yaml'),
    `target: x\ntransports:\n  unix-socket: { ${block}, command: ${command} }\n`,
  );
  writeFileSync(
    join(folder, 'absent.yaml'),
    `target: x\ntransports:\n  unix-socket: { ${block}, url: 'unix-socket:///no/such/socket' }\n`,
  );
  return folder;
}

const installOurs = (place: string): void => symlinkSync(ROOT, place, 'junction');

/** Files of its own, with a mark, so that what is loaded is known to be another copy. */
function installCopy(place: string): void {
  cpSync(join(ROOT, 'dist', 'adapters'), join(place, 'dist', 'adapters'), { recursive: true });
  cpSync(join(ROOT, 'package.json'), join(place, 'package.json'));
  symlinkSync(join(ROOT, 'node_modules'), join(place, 'node_modules'), 'junction');
  const contract = join(place, 'dist', 'adapters', 'adapter.js');
  const text = readFileSync(contract, 'utf8');
  writeFileSync(
    contract,
    `${text}\nConnectError.prototype.copy = true; process.stderr.write('another copy\\n');\n`,
  );
}

/** What a run came to, without what is another at every run. */
const gist = ({ code, result }: Ran): unknown => ({
  code,
  transports: result.target.transports,
  checks: result.cases.map(({ scenario, revision, status, checks }) => [
    scenario,
    revision,
    status,
    checks.map(({ requirement, verdict }) => [requirement, verdict]),
  ]),
});

it('its ConnectError is understood, and its evidence counts, as those of our own', async () => {
  const ours = project('ours', installOurs);
  const copy = project('copy', installCopy);
  const flags = ['--seed', '1', '--scenario', 'shared/lifecycle,shared/tools', '--config'];
  for (const config of ['absent.yaml', 'served.yaml']) {
    const [one, other] = [
      await runCommandLine(ours, ...flags, config),
      await runCommandLine(copy, ...flags, config),
    ];
    expect(one.said).not.toContain('another copy');
    expect(other.said).toContain('another copy');
    expect(gist(other)).toEqual(gist(one));
    expect(one.code).toBe(config === 'absent.yaml' ? 3 : 0);
    if (config === 'absent.yaml')
      expect(other.result.target.transports['unix-socket']?.reason).toContain('/no/such/socket');
  }
}, 120_000);
