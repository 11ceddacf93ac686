/** `npm run hostile [PART OF A NAME…]`: runs against every hostile server on every transport, and prints a table. Linux. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listHostile, runHostile, type HostileRun } from './hostile-run.js';

const SECONDS = 30;
const MIB = 256;

const words = process.argv.slice(2);
const wanted = listHostile().filter(({ name, transport }) => {
  const full = `${name} ${transport}`;
  return words.length === 0 || words.some((word) => full.includes(word));
});

/** What a run should have done and did not. */
const wrongIn = ({ seconds, mib, code, isNamed, left }: HostileRun, codes: readonly number[]): string[] => [
  ...(seconds < SECONDS ? [] : [`over ${SECONDS} s`]),
  ...(mib < MIB ? [] : [`over ${MIB} MiB`]),
  ...(codes.includes(code ?? -1) ? [] : [`exit ${code}`]),
  ...(isNamed ? [] : ['fault not named']),
  ...(left === 0 ? [] : [`${left} processes left`]),
];

const folder = await mkdtemp(join(tmpdir(), 'hostile-'));
let held = 0;
console.log('| server | transport | seconds | peak MiB | exit | fault named | processes left | |');
console.log('| --- | --- | --: | --: | --: | --- | --: | --- |');
for (const one of wanted) {
  const ran = await runHostile(one, folder);
  const wrong = wrongIn(ran, one.codes);
  if (wrong.length === 0) held += 1;
  const { seconds, mib, code, fault, left } = ran;
  const cells = [one.name, one.transport, seconds.toFixed(1), mib.toFixed(0), code, fault, left];
  console.log(`| ${[...cells, wrong.length === 0 ? 'holds' : wrong.join(', ')].join(' | ')} |`);
}
console.log(`\n${held} of ${wanted.length} hold`);
await rm(folder, { recursive: true, force: true });
process.exitCode = held === wanted.length ? 0 : 1;
