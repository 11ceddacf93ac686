/** Measures how many checks a second a run makes on the dual-era reference server. */
import { fileURLToPath } from 'node:url';
import { buildTarget } from '../../containers/targets/build.js';
import { run } from '../run/run.js';
import { makeBenchOptions } from './settings.js';

const SERVER = fileURLToPath(new URL('../../containers/servers/reference/dual-era.js', import.meta.url));

/** The newest revision of each era on the dual-era reference server over both transports. */
export async function runOnReference(concurrency: number): Promise<{ checks: number; perSecond: number }> {
  const reproduceWith: string[] = [];
  const target = buildTarget({
    name: 'dual-era',
    transports: {
      stdio: { reproduceWith, command: [process.execPath, SERVER, '--stdio'] },
      'streamable-http': {
        reproduceWith,
        command: [process.execPath, SERVER, '--http-port', '0'],
        url: 'http://127.0.0.1/mcp',
        headers: {},
        ready: 'json-line',
      },
    },
    env: {},
    secrets: [],
    startTimeoutMs: 60_000,
  });
  const result = await run({
    ...makeBenchOptions(),
    target,
    revisions: 'auto',
    scenarios: [],
    concurrency,
  });
  const checks = result.cases.reduce((sum, { checks }) => sum + checks.reduce((n, c) => n + c.count, 0), 0);
  return { checks, perSecond: (checks * 1000) / result.run.durationMs };
}
