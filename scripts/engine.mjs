// `npm run engine [-- troubles [--how hangs|refuses|dies|slow] [KIND…] | together]`, after the build: what a run says, and how it ends,
// where the container engine hangs, refuses, dawdles or dies at each kind of call; and whether runs that go on at once get the same
// verdicts.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startFakeEngine } from '../dist/harness/containers/fake-engine.test.support.js';
import { listLeft, listVerdicts, makeImage, startRun } from './watched-run.mjs';

const KINDS = [
  'ping',
  'info',
  'list images',
  'inspect image',
  'build',
  'create',
  'attach',
  'start',
  'wait',
  'kill',
  'pause',
  'unpause',
  'update',
  'stats',
  'inspect',
  'list',
  'remove',
  'other',
];
const TROUBLES = [
  ...KINDS.map((kind) => [kind, { hangs: true }]),
  ...KINDS.map((kind) => [kind, { refuses: 500 }]),
  ...KINDS.map((kind) => [kind, { dies: true }]),
  ['any', { slowMs: 200 }],
  ['any', { slowMs: 2_000 }],
];
/** Runs at a time whose engine gives trouble: they mostly wait. */
const JOBS = 3;
const TOGETHER = 12;
/** Milliseconds in which an engine that is well again has been tidied up: as long as whoever sweeps it goes on. */
const GONE_MS = 150_000;
/** Calls of every kind. */
const ALL_KINDS = ['--scenario', 'shared/lifecycle,outage', '--revision', '2025-11-25'];

const read = ({ resultFile }) =>
  existsSync(resultFile) ? JSON.parse(readFileSync(resultFile, 'utf8')) : undefined;
const count = (result, verdict) =>
  (result?.cases ?? []).flatMap(({ checks }) => checks).filter((check) => check.verdict === verdict).length;

/** What was seen where a verdict is not that of a run alone. */
const explain = ({ cases }, other) =>
  cases.flatMap(({ transport, revision, scenario, reason = '', durationMs, checks }) =>
    checks
      .filter(({ requirement, verdict }) =>
        other.includes([transport, revision, scenario, requirement, verdict].join(' ')),
      )
      .filter(({ verdict }) => verdict !== 'pass')
      .map(({ requirement, verdict, expected, received = expected }) =>
        [scenario, `${Math.round(durationMs)} ms`, requirement, verdict, received, reason].join(' · '),
      ),
  );

const { positionals, values } = parseArgs({ allowPositionals: true, options: { how: { type: 'string' } } });
const [what, ...kinds] = positionals;
const wanted = what === undefined ? ['troubles', 'together'] : [what];
const troubles = TROUBLES.filter(
  ([kind, trouble]) =>
    (kinds.length === 0 || kinds.includes(kind)) &&
    (values.how === undefined || Object.keys(trouble).some((how) => how.startsWith(values.how))),
);
const folder = mkdtempSync(join(tmpdir(), 'mcptc-engine-'));
let wrong = 0;
try {
  const transports = makeImage(join(folder, 'image'));
  if (wanted.includes('troubles')) await showTroubles({ target: 'in containers', transports });
  if (wanted.includes('together')) await showTogether({ target: 'in containers', transports });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = wrong > 0 ? 1 : 0;

/** What a run says of an engine, in one line. */
function tell(result, said) {
  const { run, target } = result ?? {};
  const reasons = Object.values(target?.transports ?? {}).map(({ reason }) => reason);
  const [first = said.split('\n').at(-1) ?? ''] = [run?.stoppedBy, ...reasons].filter(Boolean);
  const [line = ''] = first.split('\n', 1);
  return line.replaceAll(/unix:\S+/g, 'SOCKET').replaceAll('|', '/');
}

async function showTroubles(config) {
  console.log('| call | trouble | met | exit | seconds | fails | what is said | left | load |');
  console.log('| --- | --- | --: | --: | --: | --: | --- | --- | --: |');
  const rows = [];
  let [begun, printed] = [0, 0];
  const work = async () => {
    for (let at = begun++; at < troubles.length; at = begun++) {
      rows[at] = await meet(config, at);
      for (; rows[printed] !== undefined; printed += 1) console.log(rows[printed]);
    }
  };
  await Promise.all(Array.from({ length: JOBS }, work));
}

/** A run whose engine gives trouble from its first call of a kind on, and is well again once the run is over. */
async function meet(config, at) {
  const [kind, trouble] = troubles[at];
  const home = mkdtempSync(join(folder, 'run-'));
  const engine = await startFakeEngine(home);
  try {
    engine.trouble(kind, trouble);
    const run = startRun(home, config, ALL_KINDS, { DOCKER_HOST: engine.host });
    const { code, ms, said } = await run.ended;
    const result = read(run);
    const met = engine.calls.filter((one) => kind === 'any' || one === kind).length;
    await engine.heal();
    const left = await listLeft(run, GONE_MS);
    const fails = count(result, 'fail');
    if (left.length > 0 || fails > 0) wrong += 1;
    const how =
      'hangs' in trouble
        ? 'hangs'
        : 'refuses' in trouble
          ? 'refuses'
          : 'dies' in trouble
            ? 'dies'
            : `${trouble.slowMs} ms`;
    const row = [kind, how, met, code, (ms / 1000).toFixed(1), fails, tell(result, said)];
    return `| ${[...row, left.length === 0 ? 'nothing' : left.join('; '), loadavg()[0].toFixed(1)].join(' | ')} |`;
  } finally {
    engine.stop();
  }
}

async function showTogether(config) {
  const args = ['--scenario', 'shared', '--revision', '2025-11-25'];
  const alone = startRun(join(folder, 'alone'), config, args);
  const { ms: aloneMs } = await alone.ended;
  const expected = listVerdicts(read(alone));
  const runs = Array.from({ length: TOGETHER }, (_, at) =>
    startRun(join(folder, `together-${at}`), config, args),
  );
  const ends = await Promise.all(runs.map(({ ended }) => ended));
  const load = loadavg()[0].toFixed(1);
  console.log(
    `\nAlone: ${(aloneMs / 1000).toFixed(1)} s, ${expected.length} verdicts. ${TOGETHER} at once (load ${load}):\n`,
  );
  console.log('| run | exit | seconds | verdicts that differ | left |');
  console.log('| --: | --: | --: | --- | --- |');
  const why = [];
  for (const [at, run] of runs.entries()) {
    const result = read(run) ?? { cases: [] };
    const found = listVerdicts(result);
    const other = [
      ...expected.filter((one) => !found.includes(one)),
      ...found.filter((one) => !expected.includes(one)),
    ];
    const left = await listLeft(run, GONE_MS);
    if (other.length > 0 || left.length > 0 || ends[at].code !== 0) wrong += 1;
    why.push(...explain(result, other).map((one) => `- run ${at + 1}: ${one}`));
    const row = [
      at + 1,
      ends[at].code,
      (ends[at].ms / 1000).toFixed(1),
      other.length === 0 ? 'none' : other.join('; '),
    ];
    console.log(`| ${[...row, left.length === 0 ? 'nothing' : left.join('; ')].join(' | ')} |`);
  }
  if (why.length > 0) console.log(`\n${why.join('\n')}`);
}
