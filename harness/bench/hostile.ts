/** `npm run hostile [-- --jobs N] [PART OF A NAME…]`: runs against hostile servers on every transport, and prints a table. Linux. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { formatHint } from '../config/suggest.js';
import { listHostile, type Hostile } from './hostile-list.js';
import { runHostile, type HostileRun } from './hostile-run.js';

const SECONDS = 30;
const USAGE_ERROR = 2;

/** What a run should have done and did not. */
const wrongIn = (ran: HostileRun, { code, maxMib }: Hostile): string[] => [
  ...(ran.seconds < SECONDS ? [] : [`over ${SECONDS} s`]),
  ...(ran.mib >= maxMib ? [`over ${maxMib} MiB`] : []),
  ...(ran.isEnded ? ['ended by us'] : ran.code === code ? [] : [`exit ${ran.code}`]),
  ...(ran.isNamed ? [] : ['fault not named']),
  ...(ran.left === 0 ? [] : [`${ran.left} processes left`]),
];

const figure = (value: number, digits: number): string =>
  Number.isNaN(value) ? 'unknown' : value.toFixed(digits);

/** Prints a row for each as soon as those before it are done; the number of those that held. */
async function runAll(all: readonly Hostile[], jobs: number, stop: AbortController): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'hostile-'));
  const rows: string[] = [];
  let [begun, printed, held] = [0, 0, 0];
  const work = async (): Promise<void> => {
    for (let at = begun++; at < all.length; at = begun++) {
      const one = all[at] as Hostile;
      console.error(`${at + 1} of ${all.length}: ${one.name} ${one.transport}`);
      const ran = await runHostile(one, folder, stop.signal);
      const wrong = wrongIn(ran, one);
      if (wrong.length === 0) held += 1;
      const figures = [figure(ran.seconds, 1), figure(ran.cpu, 1), figure(ran.mib, 0), ran.code];
      const verdict = wrong.length === 0 ? 'holds' : wrong.join(', ');
      rows[at] = `| ${[one.name, one.transport, ...figures, ran.fault, ran.left, verdict].join(' | ')} |`;
      for (; rows[printed] !== undefined; printed += 1) console.log(rows[printed]);
    }
  };
  try {
    console.log('| server | transport | seconds | cpu | peak MiB | exit | fault named | processes left | |');
    console.log('| --- | --- | --: | --: | --: | --: | --- | --: | --- |');
    // One that fails stops the others, and all have cleaned up before the folder goes.
    const workers = Array.from({ length: jobs }, () => work().catch((cause: unknown) => stop.abort(cause)));
    await Promise.all(workers);
    stop.signal.throwIfAborted();
    return held;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What is to be run, and how much of it at a time; or what is wrong with the words. */
function readArguments(args: string[]): { wanted: Hostile[]; jobs: number } | string {
  const every = listHostile();
  const full = ({ name, transport }: Hostile): string => `${name} ${transport}`;
  try {
    const options = { jobs: { type: 'string', default: '2' } } as const;
    const { values, positionals: words } = parseArgs({ args, options, allowPositionals: true });
    const jobs = Number(values.jobs);
    if (!Number.isInteger(jobs) || jobs < 1) return `--jobs ${values.jobs} is no number of runs.`;
    const stray = words.find((word) => !every.some((one) => full(one).includes(word)));
    if (stray !== undefined) {
      const names = [...new Set(every.flatMap(({ name, transport }) => [name, transport]))];
      return `No hostile server has "${stray}" in its name or transport. ${formatHint(stray, names)}`;
    }
    const isWanted = (one: Hostile): boolean => words.some((word) => full(one).includes(word));
    return { wanted: words.length === 0 ? every : every.filter(isWanted), jobs };
  } catch (error) {
    return (error as Error).message;
  }
}

const given = readArguments(process.argv.slice(2));
if (typeof given === 'string') {
  console.error(given);
  process.exitCode = USAGE_ERROR;
} else {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => stop.abort(new Error(`ended by ${signal}`)));
  const held = await runAll(given.wanted, given.jobs, stop);
  const missed = given.wanted.length - held;
  console.log(`\n${held} of ${given.wanted.length} hold${missed === 0 ? '' : `; ${missed} do not`}`);
  process.exitCode = missed === 0 ? 0 : 1;
}
