// `npm run kills [-- --times N] [--seed N]`, after the build: ends runs by SIGTERM, SIGHUP and SIGKILL at random moments, and
// prints what each left: a result, processes, containers. The targets ignore every signal that can be ignored. Linux.
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as waitFor } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { parseResult } from '../dist/reports/result/read.js';
import { hasEngine, listLeft, makeImage, root, startRun } from './watched-run.mjs';

const SIGNALS = ['SIGTERM', 'SIGHUP', 'SIGKILL'];
const ASKED = ['--scenario', 'shared/lifecycle,shared/messages,shared/tools', '--revision', '2025-11-25'];
/** Milliseconds in which all that a run had is gone. */
const GONE_MS = 30_000;

const { values } = parseArgs({
  options: { times: { type: 'string', default: '10' }, seed: { type: 'string', default: '1' } },
});

/** Deaf, as is what it starts in a session of its own. */
const DEAF = (server) => `
import { spawn } from 'node:child_process';
for (const name of ['SIGTERM', 'SIGHUP', 'SIGINT']) process.on(name, () => {});
spawn('sleep', ['600'], { detached: true, stdio: 'ignore' }).unref();
setInterval(() => {}, 1000);
await import(${JSON.stringify(server)});`;

/** Numbers in [0, 1) that the seed decides. */
function makeRandom(seed) {
  let turn = 0;
  return () => createHash('sha256').update(`${seed} ${turn++}`).digest().readUInt32BE() / 2 ** 32;
}

/** `none`, `whole` with its exit code, or what is wrong with it. */
async function tellResult(file) {
  if (!existsSync(file)) return 'none';
  try {
    const { run } = await parseResult(readFileSync(file, 'utf8'));
    return run.complete ? 'whole, of a run that was over' : `whole, cut short by ${run.stoppedBy}`;
  } catch (error) {
    return `BROKEN: ${error.message}`;
  }
}

const folder = mkdtempSync(join(tmpdir(), 'mcptc-kills-'));
let wrong = 0;
try {
  const deaf = join(folder, 'deaf.mjs');
  writeFileSync(deaf, DEAF(join(root, 'dist/containers/servers/reference/dual-era.js')));
  const local = { command: [process.execPath, deaf, '--http-port', '0'], ready: 'json-line' };
  const images = hasEngine ? makeImage(join(folder, 'image')) : {};
  // Processes on one transport and containers on the other, by turns.
  const configs = [
    {
      target: 'deaf',
      transports: {
        stdio: { command: [process.execPath, deaf, '--stdio'] },
        'streamable-http': images['streamable-http'] ?? local,
      },
    },
    {
      target: 'deaf',
      transports: {
        stdio: images.stdio ?? { command: [process.execPath, deaf, '--stdio'] },
        'streamable-http': local,
      },
    },
  ];
  const start = (name, turn) => startRun(join(folder, name), configs[turn % 2], ASKED);
  const whole = start('whole', 0);
  const { ms } = await whole.ended;
  console.log(`A run that nobody ends takes ${(ms / 1000).toFixed(1)} s; seed ${values.seed}.\n`);
  console.log('| signal | after s | exit | seconds to the end | result | left | load |');
  console.log('| --- | --: | --- | --: | --- | --- | --: |');
  const random = makeRandom(values.seed);
  for (const signal of SIGNALS)
    for (let turn = 0; turn < Number(values.times); turn += 1) await kill(signal, turn, random() * ms);

  async function kill(signal, turn, afterMs) {
    const run = start(`${signal}-${turn}`, turn);
    await waitFor(afterMs);
    run.child.kill(signal);
    const killedAt = performance.now();
    const end = await run.ended;
    const seconds = (performance.now() - killedAt) / 1000;
    const left = await listLeft(run, GONE_MS);
    const result = await tellResult(run.resultFile);
    // Who was ended by the signal itself did not catch it: then there may be none, and what there is is whole.
    const isCaught = end.signal === null;
    const isWrong = left.length > 0 || result.startsWith('BROKEN') || (isCaught && result === 'none');
    if (isWrong) wrong += 1;
    const row = [
      signal,
      (afterMs / 1000).toFixed(2),
      end.signal ?? end.code,
      Math.max(0, seconds).toFixed(1),
    ];
    const told = [result, left.length === 0 ? 'nothing' : left.join('; '), loadavg()[0].toFixed(1)];
    console.log(`| ${[...row, ...told].join(' | ')} |`);
  }
  const all = Number(values.times) * SIGNALS.length;
  console.log(`\n${all - wrong} of ${all} left nothing, and a result that is whole wherever they could.`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = wrong > 0 ? 1 : 0;
