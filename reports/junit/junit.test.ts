import { describe, expect, it } from '@jest/globals';
import { makeHostile } from '../hostile.test.data.js';
import { makeCase, makeCheck, makeTestResult } from '../result/join.test.data.js';
import { format as junit } from './format.js';
import type { CheckReport, Result } from '../result/result.js';
import { listNodes, readXml, type XmlNode } from './xml.test.data.js';

const render = (result: Result): XmlNode => readXml(junit.render(result, { color: false }));

/**
 * What the schema demands that Jenkins and those who followed it read (junit-10.xsd of its xunit plugin): elements where
 * they may stand, their attributes, and times of at most three decimals.
 */
const SCHEMA: Record<string, { within: string[]; attributes: string[]; required: string[] }> = {
  testsuites: { within: [], attributes: ['name', 'time', 'tests', 'failures', 'errors'], required: [] },
  testsuite: {
    within: ['testsuites'],
    attributes: [
      'name',
      'tests',
      'failures',
      'errors',
      'time',
      'skipped',
      'timestamp',
      'hostname',
      'id',
      'package',
    ],
    required: ['name', 'tests', 'failures', 'errors'],
  },
  properties: { within: ['testsuite'], attributes: [], required: [] },
  property: { within: ['properties'], attributes: ['name', 'value'], required: ['name', 'value'] },
  testcase: { within: ['testsuite'], attributes: ['name', 'time', 'classname', 'group'], required: ['name'] },
  failure: { within: ['testcase'], attributes: ['type', 'message'], required: [] },
  error: { within: ['testcase'], attributes: ['type', 'message'], required: [] },
  skipped: { within: ['testcase'], attributes: ['type', 'message'], required: [] },
  'system-out': { within: ['testcase', 'testsuite'], attributes: [], required: [] },
};

function violations(root: XmlNode): string[] {
  const found: string[] = [];
  for (const node of listNodes(root)) {
    const rule = SCHEMA[node.name];
    if (rule === undefined) found.push(`<${node.name}> is not known`);
    for (const name of Object.keys(node.attributes)) {
      if (rule?.attributes.includes(name) === false) found.push(`<${node.name} ${name}>`);
    }
    for (const name of rule?.required ?? []) {
      if (node.attributes[name] === undefined) found.push(`<${node.name}> without ${name}`);
    }
    for (const child of node.children) {
      if (SCHEMA[child.name]?.within.includes(node.name) === false)
        found.push(`<${child.name}> in <${node.name}>`);
    }
    const { time } = node.attributes;
    if (time !== undefined && !/^\d+(\.\d{1,3})?$/.test(time)) found.push(`time ${time}`);
    if (node.name === 'testsuite') found.push(...miscounted(node));
  }
  return found;
}

function miscounted(suite: XmlNode): string[] {
  const tests = suite.children.filter(({ name }) => name === 'testcase');
  const count = (outcome: string): number =>
    tests.filter(({ children }) => children.some(({ name }) => name === outcome)).length;
  const counts = {
    tests: tests.length,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
  };
  return Object.entries(counts)
    .filter(([name, value]) => suite.attributes[name] !== String(value))
    .map(([name, value]) => `${name} is ${suite.attributes[name]}, not ${value}`);
}

/** How a check with these fields stands, with the text that a viewer shows. */
function outcomeOf(check: CheckReport, more: Partial<Result['run']> = {}): { name: string; text: string } {
  const root = render(makeTestResult([makeCase('stdio', 'shared/a', [check])], more));
  expect(violations(root)).toEqual([]);
  const test = [...listNodes(root)].find(({ name }) => name === 'testcase');
  const [outcome] = test?.children ?? [];
  return { name: outcome?.name ?? 'passed', text: outcome?.attributes['message'] ?? outcome?.text ?? '' };
}

const strict = (...failOn: string[]): Partial<Result['run']> => ({ options: { failOn } });

describe('junit', () => {
  it.each<[string, CheckReport, Partial<Result['run']>, string, string]>([
    ['pass', makeCheck('pass', 'a.b'), {}, 'passed', ''],
    ['fail', makeCheck('fail', 'a.b'), {}, 'failure', 'expected a reply; received nothing'],
    ['warn', makeCheck('warn', 'a.b'), {}, 'skipped', 'warn, which does not fail this run: expected a reply'],
    ['warn, asked for', makeCheck('warn', 'a.b'), strict('fail', 'warn'), 'failure', 'expected a reply'],
    ['error', makeCheck('error', 'a.b'), {}, 'error', 'expected a reply'],
    ['not verified', makeCheck('not-verified', 'a.b'), {}, 'skipped', 'not-verified: a reply'],
    [
      'not verified, asked for',
      makeCheck('not-verified', 'a.b'),
      strict('fail', 'not-verified'),
      'failure',
      'not-ver',
    ],
    [
      'not applicable',
      makeCheck('not-applicable', 'a.b'),
      strict('not-verified'),
      'skipped',
      'not-applicable: a reply',
    ],
    ['known', makeCheck('fail', 'a.b', { waivedBy: 'an issue' }), {}, 'skipped', 'known: an issue'],
    [
      'a draft',
      makeCheck('fail', 'a.b'),
      { options: { revisions: 'draft' } },
      'skipped',
      'fail, which does not',
    ],
    [
      'robustness',
      makeCheck('not-verified', 'robustness.b', { received: 'it ended', seen: [3] }),
      strict('fail', 'warn', 'not-verified'),
      'skipped',
      'robustness, which',
    ],
  ])('%s', (_, check, run, name, text) => {
    expect(outcomeOf(check, run)).toEqual({ name, text: expect.stringContaining(text) });
  });

  it('counts as unverified only what no scenario could verify', () => {
    const result = makeTestResult(
      [
        makeCase('stdio', 'shared/a', [makeCheck('not-verified', 'a.b')]),
        makeCase('stdio', 'shared/b', [makeCheck('pass', 'a.b')]),
      ],
      strict('fail', 'not-verified'),
    );
    expect(result.run.exitCode).toBe(0);
    expect(render(result).attributes).toMatchObject({
      tests: '2',
      failures: '0',
      errors: '0',
      time: expect.any(String),
    });
  });

  it('has a suite a transport and revision, a class a scenario, and times that add up', () => {
    const checks = [makeCheck('pass', 'a.a'), makeCheck('pass', 'a.b')];
    const root = render(
      makeTestResult([
        makeCase('stdio', 'shared/a', checks),
        makeCase('grpc', 'shared/a', checks, { durationMs: 3_000 }),
      ]),
    );
    expect(root.children.map(({ attributes }) => attributes['name'])).toEqual([
      'stdio.2025-11-25',
      'grpc.2025-11-25',
    ]);
    expect(root.children[1]?.attributes).toMatchObject({ time: '3', timestamp: '2026-11-22T08:00:00' });
    expect(root.children[1]?.children.at(-1)?.attributes).toEqual({
      classname: 'grpc.2025-11-25.shared/a',
      name: 'a.b in shared/a on grpc at 2025-11-25',
      time: '1.5',
    });
  });

  it('has no name twice, because not every reader looks at the class', () => {
    const checks = [makeCheck('pass', 'a.a'), makeCheck('fail', 'a.b')];
    const cases = ['stdio', 'grpc'].flatMap((transport) =>
      ['shared/a', 'shared/b'].map((scenario) => makeCase(transport, scenario, checks)),
    );
    const row = { scenario: 'shared/a', differences: [], verdict: 'same' as const };
    const parity = ['2025-11-25', '2026-07-28'].map((revision) => ({ ...row, revision }));
    const tests = [...listNodes(render({ ...makeTestResult(cases), parity }))].filter(
      ({ name }) => name === 'testcase',
    );
    expect(new Set(tests.map(({ attributes }) => attributes['name'])).size).toBe(8 + 2);
  });

  it('tells of a failure what was demanded, what came, and how to see it again', () => {
    const root = render(makeTestResult([makeCase('stdio', 'shared/a', [makeCheck('fail', 'a.b')])]));
    const failure = [...listNodes(root)].find(({ name }) => name === 'failure');
    expect(failure?.text.split('\n')).toEqual([
      'MUST: What a.b demands.',
      'source    https://modelcontextprotocol.io/specification/2025-11-25/basic',
      'expected  a reply',
      'received  nothing',
      'in       12 ms  stdout  Listening on stdio…',
      'again     mcptc run --case stdio/2025-11-25/shared/a --seed 7',
    ]);
  });

  it('has no case that looks passed and was not judged', () => {
    const unjudged = [
      makeCase('stdio', 'shared/a', []),
      makeCase('stdio', 'shared/b', [], { status: 'not-verified', reason: 'offer more' }),
      makeCase('stdio', 'shared/c', [makeCheck('pass', 'a.b')], { status: 'error', reason: 'our fault' }),
    ];
    const root = render(makeTestResult(unjudged));
    expect(violations(root)).toEqual([]);
    expect(root.children[0]?.attributes).toMatchObject({
      tests: '4',
      skipped: '2',
      errors: '1',
      failures: '0',
    });
  });

  it('holds the comparison of transports, and transports that could not be tested', () => {
    const base = makeTestResult(
      [makeCase('stdio', 'shared/a', [makeCheck('pass', 'a.b')])],
      strict('fail', 'differs'),
    );
    const row = {
      scenario: 'shared/a',
      revision: '2025-11-25',
      differences: [{ fact: 'x', values: { stdio: '1' } }],
    };
    const down = { revisions: [], custom: false, again: [], reason: 'nobody listens' };
    const result: Result = {
      ...base,
      target: {
        ...base.target,
        transports: { ...base.target.transports, grpc: down, websocket: { ...down, notRun: true } },
      },
      parity: [
        { ...row, verdict: 'differs' },
        { ...row, scenario: 'shared/b', verdict: 'same' },
        { ...row, scenario: 'shared/c', verdict: 'not-applicable', reason: 'apart' },
      ],
    };
    const root = render(result);
    expect(violations(root)).toEqual([]);
    const figures = root.children.map(({ attributes: { name, tests, failures, errors, skipped } }) =>
      [name, tests, failures, errors, skipped].join(' '),
    );
    expect(figures).toEqual([
      'stdio.2025-11-25 1 0 0 0',
      'grpc 1 0 1 0',
      'websocket 1 0 0 1',
      'parity.2025-11-25 3 1 0 1',
    ]);
    const lenient = render({ ...result, run: { ...result.run, ...strict('fail') } });
    expect(lenient.children.at(-1)?.attributes['failures']).toBe('0');
  });

  it('is well-formed and valid whatever a target said', () => {
    const text = junit.render(makeHostile(2_000), { color: false });
    expect(violations(readXml(text))).toEqual([]);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  });
});

describe('the reader of these tests', () => {
  it.each([
    '<a>',
    '<a></b>',
    '<a/><b/>',
    '<a>&x;</a>',
    '<a b="1" b="2"/>',
    '<a>\u0000</a>',
    '<a>]]></a>',
    'x<a/> <',
  ])('refuses %j', (text) => {
    expect(() => readXml(text)).toThrow();
  });

  it('finds what the schema forbids', () => {
    const text =
      '<testsuites skipped="0"><testsuite name="x" tests="2" failures="0" errors="0"><testcase time="1.2345"><properties/></testcase></testsuite></testsuites>';
    expect(violations(readXml(text))).toEqual([
      '<testsuites skipped>',
      'tests is 2, not 1',
      'skipped is undefined, not 0',
      '<testcase> without name',
      '<properties> in <testcase>',
      'time 1.2345',
    ]);
  });
});
