import { describe, expect, it } from '@jest/globals';
import type { CaseReport, KnownFailure, Verdict } from '../../reports/result/result.js';
import { defineBindingScenario, defineScenario } from '../../suites/scenario.js';
import { reportBaseline, waive, type Namable } from './baseline.js';

const TODAY = '2026-01-01';

const nothing = async (): Promise<void> => {};
const scenarios = new Map([
  ['shared/a', defineScenario({ title: 'a', requirements: ['jsonrpc.id-echoed'] }, nothing)],
  [
    'shared/b',
    defineScenario({ title: 'b', requirements: ['jsonrpc.id-echoed', 'ping.empty-result'] }, nothing),
  ],
  [
    'outage/d',
    defineScenario({ title: 'd', requirements: ['ping.empty-result'], needs: { server: 'any' } }, nothing),
  ],
  [
    'outage/e',
    defineScenario({ title: 'e', requirements: ['ping.empty-result'], needs: { server: 'any' } }, nothing),
  ],
  ['stdio/c', defineBindingScenario('stdio', { title: 'c', requirements: ['jsonrpc.parse-error'] }, nothing)],
]);

/** The target has a transport of somebody's own besides those that are shipped. */
const there: Namable = {
  observed: ['jsonrpc.request-answered', 'jsonrpc.answered-once', 'wire.schema'],
  scenarios,
  transports: ['stdio', 'unix-socket'],
};

const report = (scenario: string, checks: Record<string, Verdict>, transport = 'stdio'): CaseReport => ({
  scenario,
  transport,
  revision: '2025-11-25',
  durationMs: 1,
  status: 'ran',
  rerun: false,
  checks: Object.entries(checks).map(([requirement, verdict]) => ({
    requirement,
    verdict,
    seen: [1],
    count: 1,
    waivedBy: null,
  })),
  transcript: [],
});

const entry = (about: Partial<KnownFailure>): KnownFailure => ({
  requirement: 'jsonrpc.id-echoed',
  reason: 'the SDK does it',
  owner: 'somebody',
  issue: 'https://example.com/1',
  expires: '2026-06-01',
  ...about,
});

function stateOf(about: Partial<KnownFailure>, ...cases: CaseReport[]): string | undefined {
  const baseline = [entry(about)];
  return reportBaseline(waive(cases, baseline, TODAY), baseline, there, TODAY)[0]?.state;
}

const a = (verdict: Verdict, transport?: string) =>
  report('shared/a', { 'jsonrpc.id-echoed': verdict }, transport);
const b = (verdict: Verdict, transport?: string) =>
  report('shared/b', { 'jsonrpc.id-echoed': verdict, 'ping.empty-result': 'pass' }, transport);

describe('an entry of a baseline', () => {
  it('names checks by globs, and is cited by those that it excuses', () => {
    const baseline = [
      entry({ requirement: 'ping.*' }),
      entry({ requirement: 'jsonrpc.*', transport: 'std*' }),
    ];
    const [one, other] = waive([a('fail'), a('fail', 'websocket')], baseline, TODAY);
    expect(one?.checks[0]).toMatchObject({ waiver: 1, waivedBy: 'the SDK does it (https://example.com/1)' });
    expect(other?.checks[0]).toMatchObject({ waivedBy: null });
  });

  it.each<[string, Partial<KnownFailure>, CaseReport[], string]>([
    ['excuses something', {}, [a('pass'), b('fail')], 'used'],
    ['names what holds', {}, [a('pass'), b('pass')], 'stale'],
    ['names more than was selected', {}, [a('pass')], 'unused'],
    ['names what could not be seen', {}, [a('pass'), b('not-verified')], 'unused'],
    ['names one scenario, which holds', { scenario: 'shared/a' }, [a('pass')], 'stale'],
    ['names another transport', { transport: 'websocket' }, [a('pass'), b('pass')], 'unused'],
    ['names another revision', { revision: '2025-06-18' }, [a('pass'), b('pass')], 'unused'],
    [
      'excuses something on one transport',
      {},
      [a('pass'), b('pass'), a('fail', 'grpc'), b('pass', 'grpc')],
      'used',
    ],
    ['expired', { expires: TODAY }, [a('fail'), b('fail')], 'expired'],
    ['names no requirement', { requirement: 'jsonrpc.id-ecoed' }, [a('fail')], 'unmatched'],
    ['names no scenario', { scenario: 'shared/z' }, [a('fail')], 'unmatched'],
    ['names what no scenario there checks', { scenario: 'stdio/**' }, [a('fail')], 'unmatched'],
    ['names a transport that nobody has', { transport: 'stdoi' }, [a('fail')], 'unmatched'],
    ['names a transport of somebody that was not selected', { transport: 'unix-*' }, [a('pass')], 'unused'],
    [
      'names what breaks servers',
      { requirement: '*', scenario: 'outage/d' },
      [a('pass'), b('pass')],
      'unused',
    ],
    [
      'names what broke a server, and holds',
      { requirement: '*', scenario: 'outage/d' },
      [report('outage/d', { 'ping.empty-result': 'pass' })],
      'stale',
    ],
    [
      'names more of what breaks servers',
      { requirement: '*', scenario: 'outage' },
      [report('outage/d', { 'ping.empty-result': 'pass' })],
      'unused',
    ],
    ['names what breaks servers besides', { requirement: 'ping.*' }, [b('pass')], 'stale'],
    [
      'names what broke a server besides, and could not be seen',
      { requirement: 'ping.*' },
      [b('pass'), report('outage/d', { 'ping.empty-result': 'not-verified' })],
      'unused',
    ],
    ['names what every message is held against', { requirement: 'wire.schema' }, [a('pass')], 'unused'],
  ])('that %s', (_, about, cases, state) => {
    expect(stateOf(about, ...cases)).toBe(state);
  });

  it('for what every message is held against is stale where all messages held', () => {
    const all = [
      report('shared/a', { 'wire.schema': 'pass' }),
      report('shared/b', { 'wire.schema': 'pass' }),
      report('stdio/c', {}),
    ];
    expect(stateOf({ requirement: 'wire.schema' }, ...all)).toBe('stale');
    expect(stateOf({ requirement: 'wire.schema' }, ...all.slice(1))).toBe('unused');
  });
});
