/** Rewrites the known-failures file after a run: adds new failures, deletes entries that excuse nothing. */
import { existsSync } from 'node:fs';
import { isSeq, type Document } from 'yaml';
import { computeCanonicalHash } from '../../reports/result/canonical.js';
import { counts as isCounted } from '../../reports/result/counted.js';
import { formatScope } from '../../reports/result/baseline.js';
import { isDead } from '../../reports/result/baseline.js';
import type { BaselineReport, CaseReport, KnownFailure, Result } from '../../reports/result/result.js';
import { makeHarmless, neutralise, escapeRunnerCommands } from '../../reports/text/neutralise.js';
import { loadScenarios, observedIds } from '../../suites/index.js';
import { parseBaseline, loadBaseline, type BaselineFile } from '../config/baseline.js';
import { deleteEntries } from '../config/baseline-edit.js';
import { UsageError } from '../config/errors.js';
import { reportBaseline, waive } from '../run/baseline.js';
import { writeText } from '../api/files.js';
import { readResult } from './report.js';

export interface UpdateOptions {
  baseline: string;
  owner?: string;
  reason?: string;
  issue?: string;
  expires?: string;
}

/** The head of a new file. */
const HEAD = `# Known failures: what is excused, by whom, why, and until when.
# Entries that excuse nothing any more make a run fail; \`mcptc baseline update RESULT\` deletes them.
`;

/**
 * `mcptc baseline update`: adds what fails in the result, one entry a check, and deletes what is dead. The same result and
 * file give the same file; comments and entries that still excuse something stay as they are.
 */
export async function updateBaseline(file: string, options: UpdateOptions): Promise<0> {
  const result = await readResult(file);
  const path = options.baseline;
  const isNew = !existsSync(path);
  const existing = isNew ? await parseBaseline(HEAD, path) : await loadBaseline(path);
  const today = new Date().toISOString().slice(0, 10);
  const cases = result.cases.map(unexcused);
  const entries = renewed(existing.entries, cases, today, options.expires);
  const excused = waive(cases, entries, today);
  const there = {
    scenarios: await loadScenarios(),
    observed: await observedIds(),
    transports: transportsIn(result, entries),
  };
  const states = reportBaseline(excused, entries, there, today);
  const added = newEntries(excused, result, options);
  await check(added, path);
  const text = edited(existing, states, added, isNew);
  if (text !== undefined) await checkEdit(text, [...states.filter(lives), ...added], path);
  for (const entry of states.filter((one) => !lives(one)))
    say('-', `${entry.at}  ${formatScope(entry)} (${entry.state})`);
  for (const [index, entry] of entries.entries()) {
    const { expires: old } = existing.entries[index]!;
    if (entry.expires !== old)
      say('~', `${entry.at}  ${formatScope(entry)} (expired on ${old}, now excused until ${entry.expires})`);
  }
  for (const entry of added) say('+', formatScope(entry));
  const kept = states.filter(lives).length;
  process.stdout.write(
    `${makeHarmless(path)}: ${added.length} added, ${states.length - kept} deleted, ${kept} kept\n`,
  );
  if (text !== undefined) writeText(path, text);
  return 0;
}

const say = (sign: string, text: string): void =>
  void process.stdout.write(`${sign} ${escapeRunnerCommands(neutralise(text, { max: 400 }))}\n`);

const lives = (entry: BaselineReport): boolean => !isDead(entry);

/** What expired is renewed where it was seen to fail and a new day is given; otherwise it keeps its date, and goes. */
function renewed(
  entries: readonly KnownFailure[],
  cases: readonly CaseReport[],
  today: string,
  expires = today,
): KnownFailure[] {
  if (expires <= today) return [...entries];
  const later = entries.map((entry) => (entry.expires <= today ? { ...entry, expires } : entry));
  const used = new Set(
    waive(cases, later, today).flatMap(({ checks }) => checks.map(({ waiver }) => waiver)),
  );
  return entries.map((entry, index) => (used.has(index) ? later[index]! : entry));
}

/**
 * A result names the transports that were run. That the target has no other of a name, only a run says that was given the
 * entry; until then it may be one of somebody's own adapters.
 */
function transportsIn({ target, baseline = [] }: Result, entries: readonly KnownFailure[]): string[] {
  const refused = new Set(baseline.filter(({ state }) => state === 'unmatched').map(formatScope));
  return [
    ...Object.keys(target.transports),
    // A glob is a name that fits it.
    ...entries.flatMap((entry) => (refused.has(formatScope(entry)) ? [] : (entry.transport ?? []))),
  ];
}

const unexcused = (one: CaseReport): CaseReport => ({
  ...one,
  checks: one.checks.map(({ waiver: _, ...check }) => ({ ...check, waivedBy: null })),
});

/** What makes a run like this one fail, and nobody has excused. */
function newEntries(cases: readonly CaseReport[], result: Result, options: UpdateOptions): KnownFailure[] {
  const { failOn } = result.run.options;
  const counting = ['fail', ...(Array.isArray(failOn) && failOn.includes('warn') ? ['warn'] : [])];
  const places = cases
    .flatMap(({ scenario, transport, revision, checks }) =>
      checks
        .filter((check) => isCounted(check) && counting.includes(check.verdict))
        // The survey is no scenario that an entry could name; what it sees is known by the rest.
        .map(({ requirement }) => ({
          requirement,
          ...(scenario === 'survey' ? {} : { scenario }),
          transport,
          revision,
        })),
    )
    .sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  if (places.length === 0) return [];
  const { reason, owner, issue, expires } = options;
  if (reason === undefined || owner === undefined || issue === undefined || expires === undefined) {
    const missing = (['reason', 'owner', 'issue', 'expires'] as const).filter(
      (name) => options[name] === undefined,
    );
    throw new UsageError(
      `${places.length} check${places.length === 1 ? ' fails' : 's fail'} that the baseline does not name: ` +
        places
          .slice(0, 5)
          .map(({ requirement }) => requirement)
          .join(', '),
      `Say why they are excused: ${missing.map((name) => `--${name} …`).join(' ')}`,
    );
  }
  return places.map((place) => ({ ...place, reason, owner, issue, expires }));
}

const orderOf = (place: Partial<KnownFailure>): string =>
  [place.requirement, place.transport, place.revision, place.scenario].join('\n');

/** What a command line says is held against the schema like a file. */
async function check(added: readonly KnownFailure[], path: string): Promise<void> {
  if (added.length > 0) await parseBaseline(JSON.stringify(added), `new entries of ${path}`);
}

/** Anchors and merged keys can tie entries together in more ways than are followed: such a file stays as it is. */
async function checkEdit(text: string, expected: readonly KnownFailure[], path: string): Promise<void> {
  const facts = (entries: readonly KnownFailure[]): string =>
    computeCanonicalHash(
      entries.map(({ requirement, scenario, transport, revision, reason, owner, issue, expires }) =>
        [requirement, scenario, transport, revision, reason, owner, issue, expires].map((one) => one ?? null),
      ),
    );
  const written = await parseBaseline(text, path).catch(() => undefined);
  if (written !== undefined && facts(written.entries) === facts(expected)) return;
  throw new UsageError(
    `${path}: its entries cannot be changed one by one, because anchors or merged keys tie them together`,
    'Write them out, without `&` and `*`, and try again.',
  );
}

/** `undefined` where the file stays as it is. */
function edited(
  { document, entries }: BaselineFile,
  states: readonly BaselineReport[],
  added: readonly KnownFailure[],
  isNew: boolean,
): string | undefined {
  const moved = states.map((one, index) => lives(one) && one.expires !== entries[index]?.expires);
  const same = added.length === 0 && states.every(lives) && !moved.includes(true);
  // Where nothing fails an empty list is written all the same: `--baseline` needs a file.
  if (same && !isNew) return undefined;
  if (document.contents === null) document.contents = document.createNode([]) as Document['contents'];
  // `[]` would gather all that is added on its one line.
  else if (isSeq(document.contents) && entries.length === 0) document.contents.flow = false;
  for (const [index, one] of states.entries())
    if (moved[index] === true) document.setIn([index, 'expires'], one.expires);
  deleteEntries(
    document,
    [...states.keys()].filter((index) => !lives(states[index]!)),
  );
  for (const entry of added) document.addIn([], document.createNode(entry));
  return document.toString({ lineWidth: 0 });
}
