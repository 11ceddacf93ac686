/** The CTRF report (Common Test Report Format): the tests of JUnit XML, as JSON. */
import type { Format, TargetResult } from '../format.js';
import { getFailOn } from '../result/exit-code.js';
import { toJudgements, type Judgement } from '../junit/tests.js';
import type { Result } from '../result/result.js';
import { listCellVerdicts, makeLevelReader } from '../result/summary.js';
import { describeDeadEntries } from '../result/baseline.js';
import { listUnreached } from '../result/findings.js';
import { judges } from '../result/survey.js';
import { neutralise } from '../text/neutralise.js';

/** The version of the specification that this follows. */
const SPECIFICATION = '1.0.0';

const STATUSES = {
  passed: 'passed',
  remark: 'passed',
  failure: 'failed',
  error: 'other',
  skipped: 'skipped',
} as const;

interface Test {
  name: string;
  status: (typeof STATUSES)[Judgement['outcome']];
  /** Milliseconds. */
  duration: number;
  suite: string[];
  message?: string;
  trace?: string;
  rawStatus: string;
}

export const format: Format = {
  render: (result) => render([result]),
  all: {
    render: (targets: readonly TargetResult[]) => render(targets.flatMap(({ result }) => result ?? [])),
  },
};

function render(results: readonly Result[]): string {
  const tests = results.flatMap((result) => testsOf(result, results.length > 1));
  const count = (status: Test['status']): number => tests.filter((test) => test.status === status).length;
  const starts = results.map(({ run }) => Date.parse(run.startedAt) || 0);
  const stops = results.map(({ run }, index) => starts[index]! + Math.round(run.durationMs));
  const [first] = results;
  return `${JSON.stringify(
    {
      reportFormat: 'CTRF',
      specVersion: SPECIFICATION,
      generatedBy: 'mcp-transport-conformance',
      results: {
        tool: {
          name: 'mcp-transport-conformance',
          ...(first === undefined ? {} : { version: line(first.tool.version) }),
        },
        summary: {
          tests: tests.length,
          passed: count('passed'),
          failed: count('failed'),
          skipped: count('skipped'),
          pending: 0,
          other: count('other'),
          start: Math.min(...starts),
          stop: Math.max(...stops),
        },
        tests,
      },
    },
    null,
    2,
  )}\n`;
}

const line = (text: string): string => neutralise(text, { max: 200 });

function testsOf(result: Result, several: boolean): Test[] {
  const options = { failOn: getFailOn(result), unseen: listUnseen(result) };
  const before = several ? [line(result.target.name)] : [];
  const dead = describeDeadEntries(result).map((text): Test => ({
    name: [...before, 'baseline', text].join(' › '),
    status: 'failed',
    duration: 0,
    suite: [...before, 'baseline'],
    rawStatus: 'baseline',
    message: text,
  }));
  const tests = result.cases
    .filter((one) => judges(one) || one.reason !== undefined)
    .flatMap((one) => {
      const judgements = toJudgements(one, result, options);
      const suite = [...before, line(one.transport), line(one.revision), line(one.scenario)];
      return judgements.map(({ name, outcome, message, type, body }): Test => ({
        // Names are unique by themselves, because not every reader shows the suite.
        name: [...suite, line(name)].join(' › '),
        status: STATUSES[outcome],
        duration: Math.round(one.durationMs / judgements.length),
        suite,
        rawStatus: line(type),
        ...(message === '' ? {} : { message }),
        ...(body === undefined ? {} : { trace: body }),
      }));
    });
  return [...tests, ...unreached(result, before), ...dead];
}

/** A transport on which there was nothing to talk to has no case that would say so. */
const unreached = (result: Result, before: readonly string[]): Test[] =>
  listUnreached(result).map(([name, { reason = 'nothing answered' }]) => ({
    name: [...before, line(name), 'is reached'].join(' › '),
    status: 'other',
    duration: 0,
    suite: [...before, line(name)],
    rawStatus: 'not-reached',
    message: line(reason),
  }));

/** A requirement that one scenario could not see is verified where another saw it. */
const listUnseen = (result: Result): Set<string> =>
  new Set(
    listCellVerdicts(result.cases, makeLevelReader(result)).flatMap(({ transport, revision, verdicts }) =>
      [...verdicts]
        .filter(([, verdict]) => verdict === 'not-verified')
        .map(([id]) => [transport, revision, id].join('\n')),
    ),
  );
