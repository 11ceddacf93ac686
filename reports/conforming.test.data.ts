import { computeCanonicalHash } from './result/canonical.js';
import { RESULT_FORMAT } from './result/result.js';
import type {
  CaseReport,
  CheckReport,
  Result,
  SetMemberReport,
  SetReport,
  Verdict,
} from './result/result.js';
import { withDigest } from './result/digest.js';
import { decideExitCode, makeLevelReader, summarize } from './result/summary.js';

/** Small results that agree with themselves, for tests of what judges them. */

export const SET: SetReport = {
  format: 'mcp-transport-conformance/set@1',
  revision: '2025-11-25',
  version: 1,
  members: [
    { id: 'a.must', level: 'MUST', group: 'transport' },
    { id: 'b.must', level: 'MUST', group: 'security' },
    { id: 'c.should', level: 'SHOULD', group: 'transport' },
    { id: 'd.stdio', level: 'MUST', group: 'transport', transports: ['stdio'] },
    { id: 'e.not-stdio', level: 'MUST', group: 'tooling', except: ['stdio'] },
  ],
};

export type CheckRow = [transport: string, scenario: string, requirement: string, verdict: Verdict];

/** Every member passes, on stdio and on a custom binding. */
export const ROWS: readonly CheckRow[] = [
  ['stdio', 'shared/a', 'a.must', 'pass'],
  ['stdio', 'shared/b', 'a.must', 'pass'],
  ['stdio', 'shared/b', 'b.must', 'pass'],
  ['stdio', 'shared/c', 'c.should', 'pass'],
  ['stdio', 'stdio/d', 'd.stdio', 'pass'],
  ['websocket', 'shared/a', 'a.must', 'pass'],
  ['websocket', 'shared/b', 'b.must', 'pass'],
  ['websocket', 'shared/c', 'c.should', 'pass'],
  ['websocket', 'shared/e', 'e.not-stdio', 'pass'],
];

const SEEN: readonly Verdict[] = ['pass', 'fail', 'warn'];

const checkOf = (requirement: string, verdict: Verdict): CheckReport => ({
  requirement,
  verdict,
  expected: 'one thing',
  received: 'another thing',
  seen: SEEN.includes(verdict) ? [1] : [],
  count: 1,
  waivedBy: null,
});

export function makeResultOfRows(rows: readonly CheckRow[], set: SetReport = SET): Result {
  const cases = new Map<string, CaseReport>();
  for (const [transport, scenario, requirement, verdict] of rows) {
    const key = `${transport}/${set.revision}/${scenario}`;
    const one = cases.get(key) ?? caseOf(transport, scenario, set.revision);
    one.checks.push(checkOf(requirement, verdict));
    cases.set(key, one);
  }
  return makeAgreeing({
    format: RESULT_FORMAT,
    tool: { name: 'mcp-transport-conformance', version: '0.1.0' },
    run: {
      startedAt: '2026-11-22T08:00:00.000Z',
      durationMs: 4200,
      complete: true,
      stoppedBy: null,
      exitCode: 0,
      seed: 7,
      options: { revisions: 'auto', failOn: ['fail'] },
      planHash: computeCanonicalHash([...cases.keys()].sort()),
      catalogueHash: 'd'.repeat(64),
      sets: { [set.revision]: computeCanonicalHash(set) },
      loosened: [],
    },
    target: {
      name: 'my-server',
      serverInfo: { name: 'my-server', version: '1.4.0' },
      transports: Object.fromEntries(
        [...new Set(rows.map(([transport]) => transport))].map((name) => [
          name,
          { revisions: [set.revision], custom: name !== 'stdio', again: [] },
        ]),
      ),
    },
    requirements: Object.fromEntries(set.members.map((member) => [member.id, requirementOf(member)])),
    cases: [...cases.values()],
    parity: [
      {
        scenario: 'shared/a',
        revision: set.revision,
        verdict: 'same',
        differences: [],
        transports: ['stdio', 'websocket'],
      },
    ],
    summary: {},
    sets: [set],
  });
}

const caseOf = (transport: string, scenario: string, revision: string): CaseReport => ({
  scenario,
  transport,
  revision,
  durationMs: 1,
  status: 'ran',
  rerun: false,
  checks: [],
  transcript: [{ entry: 1, ms: 1, direction: 'in', channel: 'stdout', text: '{}', truncated: 0 }],
});

const requirementOf = ({ level, group }: SetMemberReport) => ({
  level,
  group,
  text: 'The server does it.',
  source: 'https://modelcontextprotocol.io/specification/2025-11-25/basic',
});

/** With everything computed that follows from the rest. */
export function makeAgreeing(result: Result): Result {
  const summary = summarize(result.cases, makeLevelReader(result));
  const { complete } = result.run;
  const exitCode = decideExitCode({ summary, neverUp: false, complete, differs: 0, failOn: ['fail'] });
  return withDigest({ ...result, summary, run: { ...result.run, exitCode } });
}

/** The rows with one verdict changed: that of the first row for the requirement, on stdio unless it is said. */
export const makeRowsWith = (requirement: string, verdict: Verdict, on = 'stdio'): CheckRow[] => {
  const at = ROWS.findIndex((row) => row[0] === on && row[2] === requirement);
  return ROWS.map((row, index) => (index === at ? [row[0], row[1], row[2], verdict] : row));
};

export const makeRowsWithout = (requirement: string, on = 'stdio'): CheckRow[] =>
  ROWS.filter((row) => row[0] !== on || row[2] !== requirement);
