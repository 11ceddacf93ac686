import { computeCanonicalHash } from './canonical.js';
import type { CaseReport, CheckReport, Result, Verdict } from './result.js';
import { getCaseKey, hashPlan, takeShard } from './shards.js';
import { entry, sample } from '../sample.test.data.js';
import { decideExitCode, makeLevelReader, summarize } from './summary.js';

/** Results that follow from their cases, as those of real runs do. */

export const makeCheck = (
  verdict: Verdict,
  requirement: string,
  more: Partial<CheckReport> = {},
): CheckReport => ({
  requirement,
  verdict,
  seen: verdict === 'not-verified' || verdict === 'not-applicable' ? [] : [3],
  count: 1,
  waivedBy: null,
  expected: 'a reply',
  ...(verdict === 'fail' || verdict === 'warn' ? { received: 'nothing' } : {}),
  ...more,
});

export const makeCase = (
  transport: string,
  scenario: string,
  checks: CheckReport[],
  more: Partial<CaseReport> = {},
): CaseReport => ({
  scenario,
  transport,
  revision: '2025-11-25',
  durationMs: 100,
  status: 'ran',
  rerun: false,
  checks,
  transcript: [entry],
  ...more,
});

/** Of cases, a whole result: transports, summary, plan hash and exit code follow from them. */
export function makeTestResult(cases: CaseReport[], more: Partial<Result['run']> = {}): Result {
  const ids = [...new Set(cases.flatMap(({ checks }) => checks.map(({ requirement }) => requirement)))];
  const requirements = Object.fromEntries(
    ids.map((id) => [
      id,
      {
        level: id.startsWith('robustness.') ? ('ROBUSTNESS' as const) : ('MUST' as const),
        text: `What ${id} demands.`,
        source: 'https://modelcontextprotocol.io/specification/2025-11-25/basic',
        group: 'transport',
      },
    ]),
  );
  const summary = summarize(cases, makeLevelReader({ requirements }));
  const revisions = [...new Set(cases.map(({ revision }) => revision))].sort();
  const transports = [...new Set(cases.map(({ transport }) => transport))];
  const failOn = (more.options?.['failOn'] as string[] | undefined) ?? ['fail'];
  const { loosened: _, ...run } = sample.run;
  return {
    ...sample,
    run: {
      ...run,
      loosened: [],
      options: { revisions: 'auto', failOn: ['fail'] },
      planHash: more.planHash ?? hashPlan(cases.filter(({ scenario }) => scenario !== 'survey')),
      catalogueHash: computeCanonicalHash('the catalogue'),
      sets: {},
      exitCode: decideExitCode({ summary, neverUp: false, complete: true, differs: 0, failOn }),
      ...more,
    },
    target: {
      ...sample.target,
      transports: Object.fromEntries(
        transports.map((name) => [name, { revisions, custom: false, again: [] }]),
      ),
    },
    requirements,
    scenarios: Object.fromEntries(cases.map(({ scenario }) => [scenario, { title: `About ${scenario}` }])),
    cases,
    parity: [],
    summary,
  };
}

/** The same run in `of` shards. */
export function makeShards(whole: Result, of: number): Result[] {
  return Array.from({ length: of }, (_, index) => {
    const shard = { index: index + 1, of };
    const cases = takeShard(whole.cases, shard);
    const mine = new Set(cases.map(getCaseKey));
    const parity = whole.parity.filter((row) =>
      [...mine].some((key) => key.endsWith(`/${row.revision}/${row.scenario}`)),
    );
    const { planHash } = whole.run;
    const part = makeTestResult(cases, { planHash, shard });
    return { ...part, target: whole.target, parity };
  });
}

export const whole = makeTestResult([
  ...['a', 'b', 'c', 'd', 'e'].flatMap((name) =>
    ['stdio', 'streamable-http'].map((transport) =>
      makeCase(transport, `shared/${name}`, [
        makeCheck('pass', 'jsonrpc.request-answered'),
        makeCheck(name === 'c' && transport === 'stdio' ? 'fail' : 'pass', `shared.${name}`),
      ]),
    ),
  ),
  makeCase('stdio', 'stdio/one', [makeCheck('warn', 'stdio.one')]),
  makeCase('streamable-http', 'streamable-http/one', [makeCheck('not-verified', 'http.one')], {
    status: 'not-verified',
    reason: 'the target would have to offer more',
  }),
]);
