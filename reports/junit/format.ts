/** The JUnit XML report for CI systems: its suites, classes and tests. */
import XMLBuilder from 'fast-xml-builder';
import { describeDeadEntries } from '../result/baseline.js';
import type { Format } from '../format.js';
import { toJudgements, type Judgement, type JudgingOptions } from './tests.js';
import { getFailOn } from '../result/exit-code.js';
import type { CaseReport, Result } from '../result/result.js';
import { listCellVerdicts, makeLevelReader } from '../result/summary.js';
import { judges } from '../result/survey.js';
import { neutralise } from '../text/neutralise.js';

/**
 * JUnit XML as CI systems show it: a suite for each transport at each revision, a class for each scenario, a test for each
 * requirement that the scenario judges. A test a check, not a test a scenario, because a test has one outcome: a scenario of
 * which one requirement passed and another could not be seen would have to count as passed, or as failed. Some readers tell
 * tests apart by the name alone, so it says all of its place.
 */
export const format: Format = {
  render(result) {
    const judges: JudgingOptions = {
      failOn: getFailOn(result),
      // A requirement that one scenario could not see is verified where another saw it.
      unseen: new Set(
        listCellVerdicts(result.cases, makeLevelReader(result)).flatMap(({ transport, revision, verdicts }) =>
          [...verdicts]
            .filter(([, verdict]) => verdict === 'not-verified')
            .map(([id]) => [transport, revision, id].join('\n')),
        ),
      ),
    };
    const suites = [
      ...[...suitesOf(result)].map(([name, cases]) => suiteOfCases(name, cases, result, judges)),
      ...unreached(result),
      ...parity(result, judges),
      ...dead(result),
    ];
    const sum = (name: '@tests' | '@failures' | '@errors' | '@time'): number =>
      suites.reduce((total, suite) => total + suite[name], 0);
    return writer.build({
      '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
      testsuites: {
        '@name': label(`mcptc ${result.target.name}`),
        '@tests': sum('@tests'),
        '@failures': sum('@failures'),
        '@errors': sum('@errors'),
        // Its schema knows no count of what was skipped here; each suite has its own.
        '@time': seconds(sum('@time') * 1000),
        testsuite: suites,
      },
    });
  },
};

/** Attributes are what begins with `@`. All texts are escaped; there is no CDATA that one could end. */
const writer = new XMLBuilder({
  format: true,
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  suppressEmptyNode: true,
  suppressBooleanAttributes: false,
});

interface Test {
  '@classname': string;
  '@name': string;
  /** Seconds. */
  '@time': number;
  failure?: Outcome;
  error?: Outcome;
  skipped?: Outcome;
  'system-out'?: string;
}

interface Outcome {
  '@message': string;
  '@type'?: string;
  '#text'?: string;
}

interface Suite {
  '@name': string;
  '@timestamp': string;
  /** Seconds. */
  '@time': number;
  '@tests': number;
  '@failures': number;
  '@errors': number;
  '@skipped': number;
  properties?: object;
  testcase: Test[];
}

const label = (text: string): string => neutralise(text, { max: 200 });

function suiteOf(
  result: Result,
  name: string,
  tests: Test[],
  more: { ms?: number; properties?: object } = {},
): Suite {
  const count = (outcome: 'failure' | 'error' | 'skipped'): number =>
    tests.filter((test) => test[outcome] !== undefined).length;
  const { ms = 0, ...properties } = more;
  return {
    '@name': label(name),
    '@timestamp': timestamp(result),
    '@time': seconds(ms),
    '@tests': tests.length,
    '@failures': count('failure'),
    '@errors': count('error'),
    '@skipped': count('skipped'),
    ...properties,
    testcase: tests,
  };
}

const testOf = (suite: string, name: string, outcome: Partial<Test> = {}): Test => ({
  '@classname': label(suite),
  '@name': label(name),
  '@time': 0,
  ...outcome,
});

/** Cases by `transport.revision`, in the order of the result. */
function suitesOf({ cases }: Result): Map<string, CaseReport[]> {
  const suites = new Map<string, CaseReport[]>();
  for (const one of cases.filter((one) => judges(one) || one.reason !== undefined)) {
    const name = `${one.transport}.${one.revision}`;
    const known = suites.get(name);
    if (known === undefined) suites.set(name, [one]);
    else known.push(one);
  }
  return suites;
}

function suiteOfCases(
  name: string,
  cases: readonly CaseReport[],
  result: Result,
  judges: JudgingOptions,
): Suite {
  const properties = {
    tool: `${result.tool.name} ${result.tool.version}`,
    seed: String(result.run.seed),
    planHash: result.run.planHash,
  };
  const tests = cases.flatMap((one) => {
    const judgements = toJudgements(one, result, judges);
    // A conversation is timed, not a check: each gets its share, so that the times of a class add up.
    const time = seconds(one.durationMs / judgements.length);
    return judgements.map((judgement) =>
      testOf(`${name}.${one.scenario}`, nameOf(judgement, one), { '@time': time, ...outcomeOf(judgement) }),
    );
  });
  return suiteOf(result, name, tests, {
    ms: cases.reduce((sum, { durationMs }) => sum + durationMs, 0),
    properties: {
      property: Object.entries(properties).map(([key, value]) => ({ '@name': key, '@value': label(value) })),
    },
  });
}

const nameOf = ({ name }: Judgement, { scenario, transport, revision }: CaseReport): string =>
  `${name} in ${scenario} on ${transport} at ${revision}`;

function outcomeOf({ outcome, message, type, body }: Judgement): Partial<Test> {
  const told = { '@message': message, '@type': type, ...(body === undefined ? {} : { '#text': body }) };
  if (outcome === 'failure') return { failure: told };
  if (outcome === 'error') return { error: told };
  // Its schema knows no type. A remark is skipped, because most readers never show what a test that passed has to say.
  if (outcome === 'skipped' || outcome === 'remark')
    return { skipped: { '@message': message }, ...(body === undefined ? {} : { 'system-out': body }) };
  return body === undefined ? {} : { 'system-out': body };
}

/** A transport on which there was nothing to talk to: an error, because nothing of the server was seen to be wrong. */
function unreached(result: Result): Suite[] {
  const spoken = new Set(result.cases.filter(judges).map(({ transport }) => transport));
  return Object.entries(result.target.transports).flatMap(([name, { revisions, reason, notRun }]) => {
    if (revisions.length > 0 || reason === undefined || spoken.has(name)) return [];
    const message = neutralise(reason.split('\n')[0] ?? '', { max: 300 });
    const body = neutralise(reason, { max: 4_000, multiline: true });
    const outcome: Partial<Test> =
      notRun === true
        ? { skipped: { '@message': `not run: ${message}` } }
        : { error: { '@message': message, '@type': 'unreachable', '#text': body } };
    return [suiteOf(result, name, [testOf(name, `the target can be tested on ${name}`, outcome)])];
  });
}

function parity(result: Result, { failOn }: JudgingOptions): Suite[] {
  return [...new Set(result.parity.map(({ revision }) => revision))].map((revision) => {
    const name = `parity.${revision}`;
    const rows = result.parity.filter((row) => row.revision === revision);
    return suiteOf(
      result,
      name,
      rows.map((row) => testOf(name, `parity of ${row.scenario} at ${revision}`, parityOutcome(row, failOn))),
    );
  });
}

function parityOutcome(row: Result['parity'][number], failOn: readonly string[]): Partial<Test> {
  if (row.verdict === 'not-applicable') {
    const reason = row.reason ?? 'nothing was compared';
    return { skipped: { '@message': neutralise(`not-applicable: ${reason}`, { max: 400 }) } };
  }
  if (row.verdict !== 'differs') return {};
  const message = 'not the same on every transport';
  const text = row.differences
    .slice(0, 20)
    .flatMap(({ fact, values }) => [
      neutralise(fact, { max: 120 }),
      ...Object.entries(values)
        .slice(0, 20)
        .map(
          ([transport, value]) =>
            `  ${neutralise(transport, { max: 40 })}: ${neutralise(value, { max: 300 })}`,
        ),
    ])
    .join('\n');
  return failOn.includes('differs') && row.new !== true
    ? { failure: { '@message': message, '@type': 'differs', '#text': text } }
    : { skipped: { '@message': `differs: ${message}` }, 'system-out': text };
}

/** Entries of the baseline that excuse nothing: each fails the run until it is deleted. */
function dead(result: Result): Suite[] {
  const tests = describeDeadEntries(result).map((line) =>
    testOf('baseline', line, { failure: { '@message': line, '@type': 'baseline' } }),
  );
  return tests.length === 0 ? [] : [suiteOf(result, 'baseline', tests)];
}

/** Seconds with three decimals, which is what the schema takes. */
const seconds = (ms: number): number => Math.round(ms) / 1000;

/** Without a zone: the schema knows none. */
const timestamp = ({ run }: Result): string => label(run.startedAt.slice(0, 19));
