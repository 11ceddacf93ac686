import library from 'junit-report-builder';
import type { Builder, TestCase, TestSuite } from 'junit-report-builder';
import { deadLines } from './baseline.js';
import type { Format } from './format.js';
import { judge, type Judgement, type Judges } from './junit-judge.js';
import { failOnOf } from './integrity.js';
import type { CaseReport, Result } from './result.js';
import { cellVerdicts, levelsIn } from './summary.js';
import { neutral } from './text.js';

/** CommonJS that exports the builder itself, where its types speak of a default export. */
const builder = library as unknown as Builder;

/**
 * JUnit XML as CI systems show it: a suite for each transport at each revision, a class for each scenario, a test for each
 * requirement that the scenario judges. A test a check, not a test a scenario, because a test has one outcome: a scenario of
 * which one requirement passed and another could not be seen would have to count as passed, or as failed.
 */
export const junit: Format = {
  render(result) {
    const report = builder.newBuilder().name(label(`mcptc ${result.target.name}`));
    const judges: Judges = {
      failOn: failOnOf(result),
      // A requirement that one scenario could not see is verified where another saw it.
      unseen: new Set(
        cellVerdicts(result.cases, levelsIn(result)).flatMap(({ transport, revision, verdicts }) =>
          [...verdicts]
            .filter(([, verdict]) => verdict === 'not-verified')
            .map(([id]) => [transport, revision, id].join('\n')),
        ),
      ),
    };
    for (const [name, cases] of suitesOf(result)) addSuite(report.testSuite(), name, cases, result, judges);
    addUnreached(report, result);
    addParity(report, result, judges);
    addDead(report, result);
    // The library counts skipped tests on the root element too, where the schema of Jenkins knows no such attribute.
    return `${report.build().replace(ROOT_SKIPPED, '$1')}\n`;
  },
};

const ROOT_SKIPPED = /(<testsuites(?: \w+="[^"]*")*?) skipped="\d+"/;

const label = (text: string): string => neutral(text, { max: 200 });

/** Cases by `transport.revision`, in the order of the result. */
function suitesOf({ cases }: Result): Map<string, CaseReport[]> {
  const suites = new Map<string, CaseReport[]>();
  for (const one of cases) {
    const name = `${one.transport}.${one.revision}`;
    const known = suites.get(name);
    if (known === undefined) suites.set(name, [one]);
    else known.push(one);
  }
  return suites;
}

function addSuite(
  suite: TestSuite,
  name: string,
  cases: readonly CaseReport[],
  result: Result,
  judges: Judges,
): void {
  const ms = cases.reduce((sum, { durationMs }) => sum + durationMs, 0);
  suite.name(label(name)).timestamp(timestamp(result)).time(seconds(ms));
  suite.property('tool', label(`${result.tool.name} ${result.tool.version}`));
  suite.property('seed', String(result.run.seed));
  suite.property('planHash', label(result.run.planHash));
  for (const one of cases) {
    const judgements = judge(one, result, judges);
    for (const judgement of judgements) {
      const test = suite
        .testCase()
        .className(label(`${name}.${one.scenario}`))
        .name(label(judgement.name));
      // A conversation is timed, not a check: each gets its share, so that the times of a class add up.
      test.time(seconds(one.durationMs / judgements.length));
      mark(test, judgement);
    }
  }
}

function mark(test: TestCase, judgement: Judgement): void {
  const { outcome, message, type, body } = judgement;
  if (outcome === 'failure') test.failure(message, type).stacktrace(body);
  if (outcome === 'error') test.error(message, type, body);
  if (outcome === 'skipped') skip(test, message);
  if (outcome === 'passed' && body !== undefined) test.standardOutput(body);
}

/** The library writes `<skipped/>` without the reason, which viewers show where there is one. */
function skip(test: TestCase, reason: string): void {
  test.skipped();
  const build = test.build.bind(test);
  test.build = (parent) => {
    const element = build(parent);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const children = (element as unknown as { children: XmlElement[] }).children;
    children.find(({ name }) => name === 'skipped')?.attribute('message', reason);
    return element;
  };
}

interface XmlElement {
  name?: string;
  attribute(name: string, value: string): void;
}

/** A transport on which there was nothing to talk to: an error, because nothing of the server was seen to be wrong. */
function addUnreached(report: Builder, result: Result): void {
  const spoken = new Set(result.cases.map(({ transport }) => transport));
  for (const [name, { revisions, reason, notRun }] of Object.entries(result.target.transports)) {
    if (revisions.length > 0 || reason === undefined || spoken.has(name)) continue;
    const suite = report.testSuite().name(label(name)).timestamp(timestamp(result)).time(0);
    const test = suite.testCase().className(label(name)).name('the target can be tested').time(0);
    const message = neutral(reason.split('\n')[0] ?? '', { max: 300 });
    if (notRun === true) skip(test, `not run: ${message}`);
    else test.error(message, 'unreachable', neutral(reason, { max: 4_000, multiline: true }));
  }
}

function addParity(report: Builder, result: Result, { failOn }: Judges): void {
  for (const revision of new Set(result.parity.map((row) => row.revision))) {
    const suite = report
      .testSuite()
      .name(label(`parity.${revision}`))
      .timestamp(timestamp(result))
      .time(0);
    for (const row of result.parity.filter((one) => one.revision === revision)) {
      const test = suite
        .testCase()
        .className(label(`parity.${revision}`))
        .name(label(row.scenario))
        .time(0);
      if (row.verdict === 'not-applicable')
        skip(test, neutral(`not-applicable: ${row.reason ?? 'nothing was compared'}`, { max: 400 }));
      if (row.verdict !== 'differs') continue;
      const lines = row.differences.slice(0, 20).flatMap(({ fact, values }) => [
        neutral(fact, { max: 120 }),
        ...Object.entries(values)
          .slice(0, 20)
          .map(
            ([transport, value]) => `  ${neutral(transport, { max: 40 })}: ${neutral(value, { max: 300 })}`,
          ),
      ]);
      if (failOn.includes('differs')) {
        test.failure('not the same on every transport', 'differs').stacktrace(lines.join('\n'));
      } else test.standardOutput(`not the same on every transport:\n${lines.join('\n')}`);
    }
  }
}

/** Entries of the baseline that excuse nothing: each fails the run until it is deleted. */
function addDead(report: Builder, result: Result): void {
  const lines = deadLines(result);
  if (lines.length === 0) return;
  const suite = report.testSuite().name('baseline').timestamp(timestamp(result)).time(0);
  for (const line of lines) {
    suite.testCase().className('baseline').name(label(line)).time(0).failure(line, 'baseline');
  }
}

/** Seconds with three decimals, which is what the schema takes. */
const seconds = (ms: number): number => Math.round(ms) / 1000;

/** Without a zone: the schema knows none. */
const timestamp = ({ run }: Result): string => label(run.startedAt.slice(0, 19));
