import { describe, expect, it } from '@jest/globals';
import { observe } from '../../adapters/observation.js';
import type { CaseReport, CheckReport } from '../../reports/result/result.js';
import { makeFact, type Facts } from './facts.js';
import { Parity, type ParityOptions } from './parity.js';
import type { PlannedCase } from './plan.js';

const REVISION = '2025-11-25';

const planned = (transport: string): PlannedCase => ({
  id: 'shared/tools/text',
  scenario: {
    title: '',
    requirements: [],
    needs: {},
    revisions: {},
    isolation: 'shared',
    run: () => Promise.resolve(),
  },
  transport,
  revision: REVISION,
});

const check = (verdict: CheckReport['verdict'], waivedBy: string | null = null): CheckReport => ({
  requirement: 'jsonrpc.request-answered',
  verdict,
  seen: [1],
  count: 1,
  waivedBy,
});

const report = (transport: string, ...checks: CheckReport[]): CaseReport => ({
  scenario: 'shared/tools/text',
  transport,
  revision: REVISION,
  durationMs: 1,
  status: 'ran',
  rerun: false,
  checks,
  transcript: [],
});

const facts = (values: Record<string, unknown>): Facts =>
  new Map(Object.entries(values).map(([name, value]) => [name, makeFact(observe(value, '', [1]))]));

const SAME_EVERYWHERE: ParityOptions['declared'] = () => ({ capabilities: { tools: {} } });
const neverAsked: ParityOptions['repeat'] = () => Promise.reject(new Error('nothing differs'));

async function compared(
  sides: Record<string, Facts>,
  o: Partial<ParityOptions> = {},
  reports: Record<string, CaseReport> = {},
) {
  const parity = new Parity();
  for (const [transport, seen] of Object.entries(sides))
    parity.add(planned(transport), reports[transport] ?? report(transport), seen);
  return parity.compare({ declared: SAME_EVERYWHERE, repeat: neverAsked, ...o });
}

describe('parity', () => {
  it('is the same where the facts are, whatever the order of names', async () => {
    const sides = { stdio: facts({ a: { x: 1, y: 2 } }), grpc: facts({ a: { y: 2, x: 1 } }) };
    expect(await compared(sides)).toEqual([
      {
        scenario: 'shared/tools/text',
        revision: REVISION,
        verdict: 'same',
        differences: [],
        transports: ['grpc', 'stdio'],
      },
    ]);
  });

  it('names what some of the transports did not show, because it says nothing of those', async () => {
    const sides = { stdio: facts({ a: 1 }), grpc: facts({ a: 1, b: 2 }), websocket: facts({ a: 1, b: 2 }) };
    const [one] = await compared(sides);
    expect(one).toMatchObject({ verdict: 'same', reason: 'not seen on every transport: b' });
  });

  it('differs where each side repeats itself, and says what each said', async () => {
    const sides = { stdio: facts({ code: -32602, text: 'a' }), grpc: facts({ code: -32603, text: 'a' }) };
    const [one] = await compared(sides, {
      repeat: ({ transport }) => Promise.resolve(sides[transport as keyof typeof sides]),
    });
    expect(one).toMatchObject({
      verdict: 'differs',
      differences: [{ fact: 'code', values: { stdio: '-32602', grpc: '-32603' } }],
    });
  });

  it('drops what differs from itself on one transport', async () => {
    let clock = 0;
    const [one, ...none] = await compared(
      { stdio: facts({ time: 1, text: 'a' }), grpc: facts({ time: 2, text: 'a' }) },
      { repeat: () => Promise.resolve(facts({ time: clock++, text: 'a' })) },
    );
    expect(one).toMatchObject({ verdict: 'same', differences: [] });
    expect(none).toEqual([]);
    const [only] = await compared(
      { stdio: facts({ time: 1 }), grpc: facts({ time: 2 }) },
      { repeat: () => Promise.resolve(facts({ time: clock++ })) },
    );
    expect(only).toMatchObject({ verdict: 'not-applicable', reason: expect.stringContaining('repeats') });
  });

  it('takes a difference back that was seen in company only', async () => {
    const [one] = await compared(
      { stdio: facts({ text: 'a' }), grpc: facts({ text: 'b' }) },
      { repeat: () => Promise.resolve(facts({ text: 'a' })) },
    );
    expect(one).toMatchObject({ verdict: 'same' });
  });

  it('compares how each requirement was met, as far as that was seen', async () => {
    const sides = { stdio: facts({}), grpc: facts({}) };
    const seen = { stdio: report('stdio', check('pass')), grpc: report('grpc', check('fail')) };
    const repeat: ParityOptions['repeat'] = ({ transport }) =>
      Promise.resolve(
        new Map([
          ['jsonrpc.request-answered', { hash: transport, shown: transport === 'stdio' ? 'pass' : 'fail' }],
        ]),
      );
    const [one] = await compared(sides, { repeat }, seen);
    expect(one?.differences).toEqual([
      { fact: 'jsonrpc.request-answered', values: { stdio: 'pass', grpc: 'fail' } },
    ]);
    const unseen = { ...seen, grpc: report('grpc', check('not-verified')) };
    const [other] = await compared(sides, {}, unseen);
    expect(other).toMatchObject({ verdict: 'not-applicable', reason: 'nothing was seen on two transports' });
  });

  it('leaves out known failures, and transports on which the target declares something else', async () => {
    const sides = { stdio: facts({ a: 1 }), websocket: facts({ a: 1 }), grpc: facts({ a: 2 }) };
    const known = { grpc: report('grpc', check('fail', 'known (https://example.org)')) };
    const [waived] = await compared(sides, {}, known);
    expect(waived).toMatchObject({ verdict: 'same', transports: ['stdio', 'websocket'] });
    const [declared] = await compared(sides, {
      declared: (transport) => ({ capabilities: transport === 'grpc' ? {} : { tools: {} } }),
    });
    expect(declared).toMatchObject({
      verdict: 'same',
      transports: ['stdio', 'websocket'],
      reason: 'grpc: the target declares other capabilities there',
    });
    const [none] = await compared(
      { stdio: facts({ a: 1 }), grpc: facts({ a: 2 }) },
      { declared: () => ({ not: 'typed' }) },
    );
    expect(none).toMatchObject({ verdict: 'not-applicable', reason: 'grpc: typed; stdio: typed' });
  });

  it('says nothing of what ran on one transport, and believes no difference that cannot be seen again', async () => {
    expect(await compared({ stdio: facts({ a: 1 }) })).toEqual([]);
    const [gone] = await compared(
      { stdio: facts({ a: 1 }), grpc: facts({ a: 2 }) },
      { repeat: () => Promise.resolve(undefined) },
    );
    expect(gone).toMatchObject({ verdict: 'not-applicable', differences: [] });
  });

  it('ignores the order of a list where nothing promises it', () => {
    const one = observe([{ name: 'a' }, { name: 'b' }], '', [1]);
    const other = observe([{ name: 'b' }, { name: 'a' }], '', [1]);
    expect(makeFact(one, { unordered: true }).hash).toBe(makeFact(other, { unordered: true }).hash);
    expect(makeFact(one).hash).not.toBe(makeFact(other).hash);
    expect(makeFact(observe('x'.repeat(1e6), '', [1])).shown.length).toBeLessThan(400);
    expect(makeFact(observe('\ud800', '', [1])).hash).not.toBe(makeFact(observe('\ud801', '', [1])).hash);
  });
});
