/** Turns a result into groups of tests: by transport, revision and scenario, then parity. */
import { join } from 'node:path';
import {
  isFragile,
  findScenarioTitle,
  listInapplicable,
  listUnreached,
  listUnverified,
} from '../../reports/result/findings.js';
import type {
  CaseReport,
  CheckReport,
  ParityReport,
  Result,
  TransportReport,
} from '../../reports/result/result.js';
import { isMissing, judges } from '../../reports/result/survey.js';
import { neutralise } from '../../reports/text/neutralise.js';
import type { TestCase, TestGroup } from './contract.cjs';
import { FailureRule } from './failure-rule.js';
import * as message from './message.js';

/** Characters of a reason or a title in the name of a test. */
const MAX_REASON = 200;
/** Requirements that the name of a passing test lists. */
const MAX_NOTES = 4;
/** Reasons that a run without any verdict tells. */
const MAX_REASONS = 8;

const SEEN: readonly string[] = ['pass', 'warn', 'fail'];

/** A result as tests: a group a transport, in it one a revision, in it a test a scenario; then parity and the run. */
export function listTests(result: Result, output?: string): TestGroup[] {
  const rule = new FailureRule(result);
  const transcripts = output === undefined ? undefined : join(output, 'transcripts');
  const toTest = (one: CaseReport): TestCase => caseTest(result, rule, one, transcripts);
  const groups = [
    ...Object.entries(result.target.transports).map(([name, transport]) =>
      transportGroup(result, name, transport, toTest),
    ),
    group(
      'parity of the transports',
      [],
      result.parity.filter(({ verdict }) => verdict !== 'not-applicable').map((one) => parityTest(rule, one)),
    ),
  ];
  const failed = groups.some(hasFailed);
  return [...groups, group('the run', [], wholeRun(result, failed))].filter(
    ({ groups, tests }) => groups.length + tests.length > 0,
  );
}

const group = (name: string, groups: TestGroup[], tests: TestCase[]): TestGroup => ({ name, groups, tests });

const hasFailed = ({ groups, tests }: TestGroup): boolean =>
  tests.some(({ state }) => state === 'failed') || groups.some(hasFailed);

function transportGroup(
  result: Result,
  name: string,
  transport: TransportReport,
  toTest: (one: CaseReport) => TestCase,
): TestGroup {
  const cases = result.cases.filter(
    (one) => one.transport === name && (judges(one) || one.reason !== undefined),
  );
  const revisions = [...new Set(cases.map(({ revision }) => revision))];
  return group(
    `${neutralise(name, { max: 40 })}${transport.custom ? ' (custom binding)' : ''}`,
    revisions.map((revision) =>
      group(
        neutralise(revision, { max: 20 }),
        [],
        cases.filter((one) => one.revision === revision).map(toTest),
      ),
    ),
    transport.revisions.length === 0 && (cases.length === 0 || isTold(result, name))
      ? [absent(result, name, transport)]
      : [],
  );
}

/** A transport on which nothing could be said: it never came up, or serves none of the revisions that were asked for. */
function absent(result: Result, name: string, transport: TransportReport): TestCase {
  const [reason = 'not offered by this target'] = transport.reason?.split('\n') ?? [];
  return result.run.exitCode === 3 || (result.run.exitCode !== 0 && isNowhereTested(result))
    ? { name: 'can be tested', state: 'failed', message: message.describeUnreached(name, transport) }
    : { name: `can be tested (${neutralise(reason, { max: MAX_REASON })})`, state: 'skipped' };
}

/** More is known of why than the findings say. */
const isTold = (result: Result, name: string): boolean =>
  listUnreached(result).some(([unreached, { reason = '' }]) => unreached === name && reason.includes('\n'));

const isNowhereTested = ({ target }: Result): boolean =>
  Object.values(target.transports).every(({ revisions }) => revisions.length === 0);

function caseTest(
  result: Result,
  rule: FailureRule,
  one: CaseReport,
  transcripts: string | undefined,
): TestCase {
  const name = nameOf(result, one);
  if (one.status === 'error') return { name, state: 'failed', message: message.describeFault(result, one) };
  if (isMissing(result, one)) {
    const reason = neutralise(one.reason ?? 'no reason was given', { max: 2 * MAX_REASON });
    return { name, state: 'failed', message: `The revision was asked for by name, and not run: ${reason}` };
  }
  const violated = one.checks.filter((check) => rule.fails(one, check));
  if (violated.length > 0) {
    return { name, state: 'failed', message: message.describeViolations(result, one, violated, transcripts) };
  }
  // Green is only what was seen.
  return one.checks.some(({ verdict }) => SEEN.includes(verdict))
    ? { name: `${name}${notes(result, one)}`, state: 'passed' }
    : { name: `${name} (${whySkipped(result, one)})`, state: 'skipped' };
}

function nameOf(result: Result, { scenario }: CaseReport): string {
  const title = findScenarioTitle(result, scenario);
  return `${neutralise(scenario, { max: 120 })}${title === undefined ? '' : `: ${neutralise(title, { max: MAX_REASON })}`}`;
}

function whySkipped(result: Result, one: CaseReport): string {
  const open = one.checks.filter(({ verdict }) => verdict === 'not-verified');
  const status =
    one.status === 'not-applicable' || (one.status === 'ran' && open.length === 0)
      ? 'not applicable'
      : 'not verified';
  const reasons = open.map((check) =>
    isFragile(check, result)
      ? `${check.requirement}: received ${check.received}`
      : (check.expected ?? check.received ?? ''),
  );
  const [reason = 'no reason was given', ...more] = new Set(
    [one.reason ?? '', ...reasons].filter((text) => text !== ''),
  );
  return `${status}: ${neutralise(reason, { max: MAX_REASON })}${more.length > 0 ? ` and ${more.length} more` : ''}`;
}

/** What a passing test still has to say, in the signs of the matrix: a warning is no failure, and not hidden. */
function notes(result: Result, one: CaseReport): string {
  const said = one.checks
    .map((check) => [signOf(check, result), check.requirement])
    .filter(([sign]) => sign !== '')
    .map(([sign, requirement]) => `${sign} ${requirement}`);
  const more = said.length > MAX_NOTES ? [`${said.length - MAX_NOTES} more`] : [];
  return said.length === 0
    ? ''
    : ` [${neutralise([...said.slice(0, MAX_NOTES), ...more].join(', '), { max: 400 })}]`;
}

function signOf(check: CheckReport, result: Result): string {
  if (check.waivedBy !== null) return '=';
  if (isFragile(check, result)) return '~';
  if (check.new === true && (check.verdict === 'fail' || check.verdict === 'warn')) return '+';
  return { warn: '!', fail: '✘', 'not-verified': '?', pass: '', 'not-applicable': '', error: '' }[
    check.verdict
  ];
}

function parityTest(rule: FailureRule, one: ParityReport): TestCase {
  const name = `${neutralise(one.revision, { max: 20 })} ${neutralise(one.scenario, { max: 120 })}`;
  if (one.verdict === 'same') return { name: `${name} is the same on every transport`, state: 'passed' };
  const facts = one.differences.map(({ fact }) => fact).join(', ');
  return rule.failsOn('differs') && one.new !== true
    ? {
        name: `${name} is the same on every transport`,
        state: 'failed',
        message: message.describeDifference(one),
      }
    : { name: `${name} was compared [≠ ${neutralise(facts, { max: MAX_REASON })}]`, state: 'passed' };
}

/** What no single test says: the run was cut short, or decided nothing, or is failed for another reason. */
function wholeRun(result: Result, failed: boolean): TestCase[] {
  const { complete, stoppedBy, exitCode } = result.run;
  if (!complete) {
    const by = neutralise(stoppedBy ?? 'nobody knows what', { max: MAX_REASON });
    const lost = 'What had not run by then is missing here.';
    return [{ name: 'is complete', state: 'failed', message: `The run was cut short: ${by}. ${lost}` }];
  }
  if (failed) return [];
  const decided = result.cases
    .filter(judges)
    .some(({ checks }) => checks.some(({ verdict }) => SEEN.includes(verdict)));
  if (!decided) {
    const reasons = [
      ...Object.entries(result.target.transports)
        .filter(([, { revisions, reason }]) => revisions.length === 0 && reason !== undefined)
        .map(([name, { reason }]) => `${name}: ${reason}`),
      ...[...listUnverified(result), ...listInapplicable(result)].map(
        ({ reason, cases }) => `${cases} × ${reason}`,
      ),
    ].slice(0, MAX_REASONS);
    const text = [
      'Nothing was decided: no requirement could be seen to hold or not.',
      ...reasons.map((reason) => `  ${neutralise(reason, { max: 2 * MAX_REASON })}`),
    ].join('\n');
    return [{ name: 'decides something', state: 'failed', message: text }];
  }
  const text = `mcptc run exits with code ${exitCode}, although no test here says why.`;
  return exitCode === 0 ? [] : [{ name: 'conforms', state: 'failed', message: text }];
}
