// `npm run apart [-- --runs N] [--concurrency N,…] [--scenario PREFIX] [transport | server | nothing]…`, after the build: runs against servers on
// the SDK as it was before CVE-2026-25536 was mended, each many times, and prints how often they were found out, and that right
// ones never are.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('../', import.meta.url));
const main = join(root, 'dist/harness/cli/main.js');
const server = join(root, 'dist/containers/servers/third-party/shared.js');
const OLD = '1.25.1';
const JUDGED = ['apart.replies', 'apart.progress'];

/** What is shared, when its tools answer, with the SDK of that time or ours; and what of one client reaches another. */
const SERVERS = [
  { shared: 'transport', when: 'later', old: true, leaks: 'apart.replies' },
  { shared: 'server', when: 'later', old: true, leaks: 'apart.progress' },
  { shared: 'transport', when: 'at-once', old: true },
  { shared: 'nothing', when: 'later', old: true },
  { shared: 'nothing', when: 'later', old: false },
];
/** Of those that leak nothing, this part of the runs. */
const SILENT = 0.25;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string', default: '20' },
    scenario: { type: 'string', default: 'shared/apart' },
    concurrency: { type: 'string', default: '1,8' },
  },
});
const runs = Number(values.runs);

const folder = mkdtempSync(join(tmpdir(), 'mcptc-apart-'));
let wrong = 0;
/** Ends what is running, and leaves nothing, however this is ended. */
let endServer = () => {};
for (const [signal, number] of Object.entries({ SIGHUP: 1, SIGINT: 2, SIGTERM: 15 }))
  process.once(signal, () => {
    endServer();
    rmSync(folder, { recursive: true, force: true });
    process.exit(128 + number);
  });
try {
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  const install = ['install', '--silent', '--no-audit', '--no-fund', `@modelcontextprotocol/sdk@${OLD}`];
  execFileSync('npm', install, { cwd: folder, stdio: 'inherit' });
  copyFileSync(server, join(folder, 'shared.js'));
  console.log(
    '| shared | tools answer | SDK | concurrency | found in | failed, in how many runs | seconds a run | load |',
  );
  console.log('| --- | --- | --- | --: | --: | --- | --: | --: |');
  const wanted = SERVERS.filter(({ shared }) => positionals.length === 0 || positionals.includes(shared));
  for (const one of wanted)
    for (const concurrency of values.concurrency.split(',')) await measure(one, concurrency);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = wrong > 0 ? 1 : 0;

/** Prints a row, and counts the runs that did not end as they should. */
async function measure({ shared, when, old, leaks }, concurrency) {
  const child = spawn(process.execPath, [old ? join(folder, 'shared.js') : server, shared, when], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = once(child, 'exit');
  endServer = () => child.kill('SIGKILL');
  const times = leaks === undefined ? Math.ceil(runs * SILENT) : runs;
  const failed = new Map();
  let [found, ms] = [0, 0];
  try {
    const [line] = await once(createInterface({ input: child.stdout }), 'line');
    const { url } = JSON.parse(line);
    for (let turn = 0; turn < times; turn += 1) {
      const began = performance.now();
      const { code, verdicts } = await run(url, concurrency);
      ms += performance.now() - began;
      const fails = verdicts.filter(([, verdict]) => verdict === 'fail').map(([rule]) => rule);
      for (const rule of new Set(fails)) failed.set(rule, (failed.get(rule) ?? 0) + 1);
      if (fails.length > 0) found += 1;
      const isRight = leaks === undefined ? fails.length === 0 : fails.includes(leaks) && code === 1;
      if (!isRight || !verdicts.some(([rule]) => rule === JUDGED[0])) wrong += 1;
    }
  } finally {
    child.kill('SIGKILL');
    await gone;
  }
  const by = [...failed].map(([rule, count]) => `${rule} ${count}`).join(', ') || 'nothing';
  const row = [shared, when, old ? OLD : 'ours', concurrency, `${found} of ${times}`, by];
  const figures = [(ms / 1000 / times).toFixed(1), loadavg()[0].toFixed(1)];
  console.log(`| ${[...row, ...figures].join(' | ')} |`);
}

/** How a run ended, and what it found about clients apart. */
async function run(url, concurrency) {
  const options = ['--quiet', '--output', join(folder, 'out'), '--concurrency', concurrency];
  const args = [main, 'run', ...options, '--scenario', values.scenario, url];
  const [code] = await once(spawn(process.execPath, args, { cwd: folder, stdio: 'ignore' }), 'exit');
  if (code !== 0 && code !== 1) return { code, verdicts: [] };
  const { cases } = JSON.parse(readFileSync(join(folder, 'out', 'result.json'), 'utf8'));
  const checks = cases.flatMap((one) => one.checks).filter(({ requirement }) => JUDGED.includes(requirement));
  return { code, verdicts: checks.map(({ requirement, verdict }) => [requirement, verdict]) };
}
