/** Carries out `mcptc demo`: two servers that are right, then one with faults, which are found, explained and repeated. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TargetResult } from '../../../reports/format.js';
import { loadFormat } from '../../../reports/index.js';
import { RESULT_FILE } from '../../../reports/result/paths.js';
import { OUTPUT } from '../../api/limits.js';
import { Output } from '../../api/output.js';
import { UsageError } from '../../config/errors.js';
import { formatHint } from '../../config/suggest.js';
import type { DemoOptions } from '../demo-command.js';
import type { ExitCode } from '../invocation.js';
import { writeList } from '../many/folders.js';
import { nameReports, splitReports, writeReportsOfAll } from '../many/reports.js';
import { pickWorst } from '../many/worst.js';
import { checkReports, renderOptionsOf, writeReports } from '../output.js';
import { DEMO_FAULTS, matchFaults, type DemoFault, type FaultsFound } from './faults.js';
import { FAULTY, RIGHT } from './servers.js';
import { describeFaults, describeThird, fitText } from './text.js';
import { testAgain, testServer, type Tested } from './test-server.js';

const STANDARD = join(OUTPUT, 'demo');

/** The third server as it was found, and once more. */
interface Third {
  wanted: readonly DemoFault[];
  tested: Tested;
  faults: FaultsFound;
  again: { faults: FaultsFound; durationMs: number };
}

/** Each server on each of its transports; exits with the worst of the two that are right, or where the demo did not work. */
export async function runDemo(options: DemoOptions): Promise<ExitCode> {
  const { report = [], quiet = false } = options;
  checkTransports(options.transport);
  checkReports(report);
  const { ofAll, ofEach } = await splitReports(report);
  const printed = ofAll.find(({ path }) => path === undefined);
  const root = claimRoot(options.output);
  // Side by side, because one waits while the others work; the progress shown is that of the first.
  const [third, ...right] = await Promise.all([
    testFaulty(options, root),
    ...RIGHT.map((server, index) =>
      testServer({
        server,
        folder: join(root, server.name),
        transports: options.transport ?? server.transports,
        quiet: quiet || index > 0,
        full: options.full === true,
      }),
    ),
  ]);
  const stream = printed === undefined ? process.stdout : process.stderr;
  const shown = renderOptionsOf(stream);
  const say = (text: string): unknown => stream.write(`\n${fitText(text, shown)}\n`);
  for (const tested of right) await show(tested, stream);
  const stale = right.flatMap((tested) => sayStale(tested));
  if (options.full !== true) say(MORE);
  if (third === undefined) say(NO_FAULTS);
  else {
    const { wanted, tested, faults, again } = third;
    say(`${describeThird(wanted.length)}\n`);
    await show(tested, stream);
    say(describeFaults(faults, again, shown));
  }
  const all = [...right, ...(third === undefined ? [] : [third.tested])];
  await writeAll(all, root, ofAll, ofEach);
  for (const { lost } of all) if (lost !== undefined) throw lost;
  return pickWorst([
    ...right.map(({ result }) => result.run.exitCode),
    ...(stale.length > 0 ? [1] : []),
    ...(third === undefined ? [] : [judgeThird(third)]),
  ]);
}

const MORE = 'A selection that takes seconds. Every scenario at every revision: mcptc demo --full';
const NO_FAULTS = `The third server has faults on ${DEMO_FAULTS.map(({ transport }) => transport).join(', ')}, and none of them was asked for.`;

function checkTransports(names: readonly string[] = []): void {
  const [{ transports }] = RIGHT;
  const unknown = names.find((name) => !transports.includes(name));
  if (unknown !== undefined)
    throw new UsageError(`the demo has no transport ${unknown}`, formatHint(unknown, transports));
}

/** One that the user names is taken as a run takes it; in ours an older version left its results otherwise. */
function claimRoot(named: string | undefined): string {
  const root = named ?? STANDARD;
  if (named === undefined) {
    mkdirSync(root, { recursive: true });
    writeFileSync(join(root, '.gitignore'), '*\n');
  }
  return new Output(root).folder;
}

/** Its faults on these transports, each of them seen twice; nothing where it has none there. */
async function testFaulty(options: DemoOptions, root: string): Promise<Third | undefined> {
  const wanted = DEMO_FAULTS.filter(({ transport }) => options.transport?.includes(transport) ?? true);
  if (wanted.length === 0) return undefined;
  const tested = await testServer({
    server: FAULTY,
    folder: join(root, FAULTY.name),
    transports: wanted.map(({ transport }) => transport),
    quiet: true,
    full: false,
  });
  const faults = matchFaults(tested.result, wanted);
  if (faults.found.length === 0) return { wanted, tested, faults, again: { faults, durationMs: 0 } };
  const { result } = await testAgain(
    tested,
    faults.found.map(({ finding: { case: one } }) => one),
  );
  const seen = faults.found.map(({ fault }) => fault);
  return {
    wanted,
    tested,
    faults,
    again: { faults: matchFaults(result, seen), durationMs: result.run.durationMs },
  };
}

async function show({ result, output, lost }: Tested, stream: NodeJS.WriteStream): Promise<void> {
  const matrix = await loadFormat('matrix');
  const transcripts = lost === undefined ? { transcripts: output.transcripts } : {};
  stream.write(matrix.render(result, { ...renderOptionsOf(stream), ...transcripts }));
}

/** An excuse that excuses nothing any more has to go; only a whole run can tell. */
function sayStale({ result, full }: Tested): string[] {
  const gone = full ? (result.baseline ?? []).filter(({ state }) => state !== 'used') : [];
  const lines = gone.map(
    ({ requirement, issue }) => `${requirement} holds now: delete its entry for ${issue} from the baseline`,
  );
  for (const line of lines) process.stderr.write(`${line}\n`);
  return lines;
}

/** 0 where its faults were found, twice; what could not be tested is no success. */
function judgeThird({ tested, faults, again }: Third): number {
  const { exitCode } = tested.result.run;
  if (exitCode > 1) return exitCode;
  return faults.wrong.length + again.faults.wrong.length > 0 ? 1 : 0;
}

type Requests = Parameters<typeof writeReportsOfAll>[1];

/** What was asked for, and the list by which `mcptc report` finds all of them. */
async function writeAll(
  all: readonly Tested[],
  root: string,
  ofAll: Requests,
  ofEach: Requests,
): Promise<void> {
  const targets = all.map(({ server, result, output }): TargetResult => ({
    name: server.target,
    exitCode: result.run.exitCode,
    result,
    file: join(output.folder, RESULT_FILE),
  }));
  writeList(
    root,
    all.map(({ server, result }) => ({
      name: server.target,
      folder: server.name,
      exitCode: result.run.exitCode,
    })),
  );
  for (const { result, server, output } of all)
    await writeReports(result, nameReports(ofEach, server.name), output.transcripts);
  await writeReportsOfAll(targets, ofAll);
}
