/** The SARIF 2.1.0 report, for code scanning: a rule for each requirement that was found broken, a result for each finding. */
import { createHash } from 'node:crypto';
import type { Format, TargetResult } from '../format.js';
import { describeDeadEntries } from '../result/baseline.js';
import { findRequirement, listFindings, listUnreached, type Finding } from '../result/findings.js';
import { getTranscriptPath, TRANSCRIPTS } from '../result/paths.js';
import type { CaseReport, Result } from '../result/result.js';
import { neutralise } from '../text/neutralise.js';
import { formatReproduceLine } from '../text/reproduce.js';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** One run for each target; code scanning takes so many results of one. */
const MAX_RESULTS = 5_000;

export const format: Format = {
  render: (result) => toText([runOf(result)]),
  all: { render: (targets) => toText(targets.flatMap(runsOf)) },
};

const toText = (runs: object[]): string =>
  `${JSON.stringify({ $schema: SCHEMA, version: '2.1.0', runs }, null, 2)}\n`;

const runsOf = ({ result }: TargetResult): object[] => (result === undefined ? [] : [runOf(result)]);

const line = (text: string, max = 300): string => neutralise(text, { max });

/** What a finding weighs. What no sentence demands, and what is new or excused, fails nobody. */
const LEVELS: Readonly<Record<Finding['kind'], string>> = {
  fail: 'error',
  error: 'error',
  warn: 'warning',
  new: 'note',
  robustness: 'note',
};

function runOf(result: Result): object {
  const findings = listFindings(result).slice(0, MAX_RESULTS);
  const ids = [...new Set(findings.map(({ check }) => check.requirement))];
  return {
    tool: {
      driver: {
        name: 'mcptc',
        fullName: result.tool.name,
        version: line(result.tool.version, 40),
        rules: ids.map((id) => ruleOf(id, findings, result)),
      },
    },
    // One analysis for each target: those of another do not replace it.
    automationDetails: { id: `mcptc/${encodeURIComponent(line(result.target.name, 80))}/` },
    invocations: [
      {
        executionSuccessful: result.run.complete && result.run.exitCode < 2,
        exitCode: result.run.exitCode,
        startTimeUtc: result.run.startedAt,
        toolExecutionNotifications: notificationsOf(result),
      },
    ],
    columnKind: 'utf16CodeUnits',
    results: findings.map((finding) => resultOf(finding, ids.indexOf(finding.check.requirement), result)),
  };
}

/** What is no finding, and makes the run fail or leaves it undecided. */
const notificationsOf = (result: Result): object[] =>
  [
    ...describeDeadEntries(result),
    ...listUnreached(result).map(([name, { reason = '' }]) => `${line(name, 40)}: ${line(reason)}`),
  ].map((text) => ({ level: 'error', message: { text } }));

function ruleOf(id: string, findings: readonly Finding[], result: Result): object {
  const { check } = findings.find((one) => one.check.requirement === id)!;
  const report = findRequirement(result, check);
  return {
    id: line(id, 120),
    ...(report === undefined
      ? {}
      : {
          shortDescription: { text: line(report.text) },
          fullDescription: { text: `${report.level}: ${line(report.text)}` },
          ...(isAddress(report.source) ? { helpUri: new URL(report.source).href } : {}),
          help: { text: `${line(report.text)} See also: mcptc explain ${line(id, 120)}` },
          properties: { tags: [report.level, line(report.group, 60)] },
        }),
  };
}

const isAddress = (text: string): boolean => URL.canParse(text) && new URL(text).protocol === 'https:';

/** Cases that one result names beside the first. */
const MAX_RELATED = 50;

function resultOf(finding: Finding, ruleIndex: number, result: Result): object {
  const { kind, case: one, check, others } = finding;
  const related = others.slice(0, MAX_RELATED);
  return {
    ruleId: line(check.requirement, 120),
    ruleIndex,
    level: LEVELS[kind],
    message: {
      text: [
        `${line(result.target.name, 80)}, ${line(one.transport, 40)}, ${line(one.revision, 20)}:`,
        `expected ${line(check.expected ?? 'what the requirement says')};`,
        `received ${line(check.received ?? 'something else')}.`,
        `Again: ${formatReproduceLine(result, one)}`,
      ].join(' '),
    },
    locations: [locationOf(one, check.seen[0])],
    ...(related.length === 0
      ? {}
      : { relatedLocations: related.map((other, id) => ({ id, ...locationOf(other) })) }),
    partialFingerprints: {
      'mcptc/v1': createHash('sha256')
        .update([result.target.name, kind, check.requirement].join('\n'))
        .digest('hex'),
    },
  };
}

/** Of a server that runs there is no line of source to point at: this is where the evidence stands. */
const locationOf = (one: CaseReport, entry = 1): object => ({
  physicalLocation: {
    artifactLocation: { uri: encodeURI(`${TRANSCRIPTS}/${getTranscriptPath(one)}`) },
    region: { startLine: Math.max(1, entry) },
  },
  logicalLocations: [
    { fullyQualifiedName: line(`${one.transport}/${one.revision}/${one.scenario}`, 200), kind: 'member' },
  ],
});
