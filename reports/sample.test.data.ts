import { createHash } from 'node:crypto';
import { RESULT_FORMAT } from './result/result.js';
import type {
  BaselineReport,
  CaseReport,
  CheckReport,
  Counts,
  EntryReport,
  ParityReport,
  RequirementReport,
  Result,
  SetReport,
  TransportReport,
} from './result/result.js';

/** A result with every field that there is, for tests of whatever reads one. */

const counts = (some: Partial<Counts>): Counts => ({
  pass: 0,
  fail: 0,
  warn: 0,
  'not-applicable': 0,
  'not-verified': 0,
  error: 0,
  ...some,
});

export const entry: Required<EntryReport> = {
  entry: 3,
  ms: 12.1,
  direction: 'in',
  channel: 'stdout',
  text: 'Listening on stdio…',
  truncated: 0,
  sha256: createHash('sha256').update('Listening on stdio…').digest('hex'),
  binding: { 'content-type': 'text/plain' },
};

export const check: Required<Omit<CheckReport, 'new' | 'lacks'>> = {
  requirement: 'stdio.stdout-only-messages',
  verdict: 'fail',
  expected: 'a JSON-RPC message on each line',
  received: '"Listening on stdio…" 12 ms after the start',
  seen: [3],
  count: 1,
  waivedBy: null,
  waiver: 0,
};

export const failed: Required<CaseReport> = {
  scenario: 'stdio/stdout-only-messages',
  transport: 'stdio',
  revision: '2025-11-25',
  durationMs: 140.5,
  status: 'ran',
  reason: 'seen again when it was run alone',
  rerun: true,
  checks: [check],
  transcript: [entry],
  transcriptSha256: 'a'.repeat(64),
};

export const passed: CaseReport = {
  scenario: 'shared/messages/id-is-echoed',
  transport: 'streamable-http',
  revision: '2025-11-25',
  durationMs: 20,
  status: 'ran',
  rerun: false,
  checks: [
    { requirement: 'jsonrpc.response-id-matches', verdict: 'pass', seen: [3], count: 3, waivedBy: null },
  ],
  transcript: [entry, { ...entry, entry: 4, direction: 'note', channel: 'harness', text: 'done' }],
};

const unverified: CaseReport = {
  ...passed,
  scenario: 'shared/tools/text',
  status: 'not-verified',
  reason: 'offer the tool test_simple_text',
  checks: [],
  transcript: [],
};

const requirement = (level: RequirementReport['level'], text: string): RequirementReport => ({
  level,
  text,
  source: 'https://modelcontextprotocol.io/specification/2025-11-25/basic',
  group: 'transport',
});

const parity: Required<Omit<ParityReport, 'new'>> = {
  transports: ['stdio', 'streamable-http'],
  reason: 'websocket: the target declares other capabilities there',
  scenario: 'shared/tools/list',
  revision: '2025-11-25',
  verdict: 'differs',
  differences: [{ fact: 'names', values: { stdio: '["a"]', 'streamable-http': '["b"]' } }],
};

const stdio: Required<TransportReport> = {
  revisions: ['2025-11-25'],
  custom: false,
  notRun: true,
  neverUp: true,
  missing: ['2026-07-28'],
  image: `sha256:${'b'.repeat(64)}`,
  again: ['--', 'node', 'my server.js'],
  form: 'profile tunnel, found by reflection',
  reason: 'the modern revision was refused',
};

const set: SetReport = {
  format: 'mcp-transport-conformance/set@1',
  revision: '2025-11-25',
  version: 1,
  members: [
    { id: 'stdio.stdout-only-messages', level: 'MUST', group: 'transport', transports: ['stdio'] },
    { id: 'jsonrpc.response-id-matches', level: 'MUST', group: 'transport', except: ['grpc-google'] },
  ],
};

const known: Required<BaselineReport> = {
  requirement: 'stdio.*',
  scenario: 'stdio/**',
  transport: 'stdio',
  revision: '2025-11-25',
  reason: 'it logs to standard output',
  owner: 'ada',
  issue: 'https://example.org/issues/1',
  expires: '2027-01-01',
  at: 'known.yaml:1:3',
  state: 'used',
};

export const sample: Result = {
  format: RESULT_FORMAT,
  tool: { name: 'mcp-transport-conformance', version: '0.1.0' },
  run: {
    startedAt: '2026-11-22T08:00:00.000Z',
    durationMs: 4200,
    complete: true,
    stoppedBy: null,
    exitCode: 1,
    seed: 7,
    options: { revisions: 'auto' },
    planHash: 'c'.repeat(64),
    catalogueHash: 'd'.repeat(64),
    sets: { '2025-11-25': 'e'.repeat(64) },
    loosened: ['insecure'],
  },
  target: {
    name: 'my-server',
    serverInfo: { name: 'my-server', version: '1.4.0' },
    transports: {
      stdio,
      'streamable-http': {
        revisions: ['2025-11-25', '2026-07-28'],
        custom: false,
        again: ['http://127.0.0.1:3000/mcp'],
      },
      websocket: { revisions: [], custom: true, again: [] },
    },
  },
  requirements: {
    'stdio.stdout-only-messages': requirement(
      'MUST',
      'The server writes nothing to stdout that is not an MCP message.',
    ),
    'jsonrpc.response-id-matches': requirement('MUST', 'A response carries the id of its request.'),
    'stdio.survives-long-line': requirement('ROBUSTNESS', 'The server survives a long line.'),
  },
  scenarios: { 'stdio/stdout-only-messages': { title: 'Standard output carries messages only' } },
  cases: [
    failed,
    passed,
    unverified,
    {
      ...failed,
      scenario: 'stdio/long-line',
      checks: [{ ...check, requirement: 'stdio.survives-long-line', verdict: 'not-verified' }],
    },
  ],
  parity: [parity, { scenario: 'shared/ping', revision: '2026-07-28', verdict: 'same', differences: [] }],
  summary: {
    stdio: { '2025-11-25': counts({ pass: 118, fail: 2, warn: 3, 'not-verified': 9 }) },
    'streamable-http': {
      '2025-11-25': counts({ pass: 162, 'not-verified': 1 }),
      '2026-07-28': counts({ pass: 174, error: 1 }),
    },
  },
  sets: [set],
  baseline: [known],
};
