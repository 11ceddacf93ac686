// `npm run fault -- ID…`: shows in seconds whether planted faults flip their requirements. Without an ID it lists them all.
// Exit codes: 0 all flip, 1 one does not, 2 there is no such fault.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';

const FLIPPED = { MUST: 'fail', SHOULD: 'warn', ROBUSTNESS: 'not-verified' };
/** Characters of what came that are shown. */
const MAX_SHOWN = 200;

// What tsc makes is all that a fault needs; the rest of a build is there from an earlier one. The bundles of the reference
// servers stand where tsc writes, and without them every later run would be slow; those of the suites are what runs.
const builds = existsSync('dist/harness/wire/compiled')
  ? [
      ['npx', ['tsc']],
      [process.execPath, ['scripts/bundle-suites.mjs']],
      [process.execPath, ['scripts/bundle-servers.mjs']],
    ]
  : [['npm', ['run', '--silent', 'build']]];
if (builds.some((build) => spawnSync(...build, { stdio: 'inherit' }).status !== 0)) process.exit(1);

const { allFaults } = await import('../dist/containers/servers/faulty/index.js');
const ids = process.argv.slice(2);
const unknown = ids.find((id) => !Object.hasOwn(allFaults, id));
if (ids.length === 0) {
  for (const [id, { requirement, how }] of Object.entries(allFaults))
    console.log(`${id}  ${requirement}\n  ${how}`);
} else if (unknown !== undefined) {
  const { formatHint } = await import('../dist/harness/config/suggest.js');
  const close = formatHint(unknown, Object.keys(allFaults));
  const next = close.startsWith('Did you mean') ? close : '`npm run fault` without an ID lists them all.';
  console.error(`There is no fault ${unknown}. ${next}`);
  process.exitCode = 2;
} else process.exitCode = (await show(ids)) ? 0 : 1;

async function show(wanted) {
  const worker = spawn(process.execPath, ['dist/harness/faults.test.worker.js', ...wanted], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(worker, 'exit');
  const seen = new Set();
  let right = true;
  for await (const line of createInterface({ input: worker.stdout })) {
    const shown = JSON.parse(line);
    if (!seen.has(shown.id))
      console.log(`\n${shown.id} breaks ${allFaults[shown.id].requirement} (${shown.level})`);
    if (!seen.has(shown.id)) console.log(`  ${allFaults[shown.id].how}`);
    seen.add(shown.id);
    right = report(shown) && right;
  }
  const [code] = await exited;
  for (const id of wanted)
    if (!seen.has(id)) console.log(`\n${id}: no scenario cites its requirement where it shows`);
  return right && code === 0 && wanted.every((id) => seen.has(id));
}

/** One transport and revision; returns whether the fault flips its requirement there and the right server passes. */
function report({ id, transport, revision, level, checks, control, reasons }) {
  const flip = checks.find(({ verdict }) => verdict === (allFaults[id].flips ?? FLIPPED[level]));
  const wrong = (control ?? []).find(({ verdict }) => verdict === 'fail' || verdict === 'warn');
  const passes = control === undefined || control.some(({ verdict }) => verdict === 'pass');
  console.log(`  ${flip && passes && !wrong ? '✔' : '✘'} ${transport} ${revision}`);
  const { verdict, expected, received } = flip ?? checks[0] ?? { verdict: `no check: ${reasons.join('; ')}` };
  console.log(`    with the fault   ${verdict}`);
  if (expected) console.log(`      expected       ${expected.slice(0, MAX_SHOWN)}`);
  if (received) console.log(`      received       ${received.slice(0, MAX_SHOWN)}`);
  const without = wrong?.verdict ?? (passes ? 'pass' : 'never a pass');
  console.log(
    `    without it       ${control === undefined ? 'not shown: no right server gives the occasion' : without}`,
  );
  return flip !== undefined && passes && wrong === undefined;
}
