/** Annotations for GitHub Actions: workflow commands, which a step prints on its standard output. */
import type { Format, TargetResult } from '../format.js';
import { describeDeadEntries } from '../result/baseline.js';
import { findRequirement, listFindings, listUnreached, type Finding } from '../result/findings.js';
import type { Result } from '../result/result.js';
import { neutralise } from '../text/neutralise.js';
import { formatReproduceLine } from '../text/reproduce.js';

/** A step shows so many of each kind, and drops the others without a word. */
const MAX_SHOWN = 10;

type Kind = 'error' | 'warning';

interface Annotation {
  kind: Kind;
  title: string;
  message: string;
}

export const format: Format = {
  render: (result) => render(annotationsOf(result)),
  all: { render: (targets) => render(targets.flatMap(ofTarget)) },
};

const line = (text: string, max = 300): string => neutralise(text, { max });

function ofTarget({ name, result, problem }: TargetResult): Annotation[] {
  if (result !== undefined) return annotationsOf(result);
  return [
    { kind: 'error', title: `${line(name, 60)} was not tested`, message: line(problem ?? 'no result') },
  ];
}

function annotationsOf(result: Result): Annotation[] {
  const name = line(result.target.name, 60);
  return [
    ...listUnreached(result).map(([transport, { reason = 'nothing answered' }]): Annotation => ({
      kind: 'error',
      title: `${name}: ${line(transport, 40)} could not be tested`,
      message: line(reason),
    })),
    ...describeDeadEntries(result).map((message): Annotation => ({
      kind: 'error',
      title: `${name}: an entry of the baseline excuses nothing`,
      message,
    })),
    ...listFindings(result)
      .filter(({ kind }) => kind === 'fail' || kind === 'warn')
      .map((finding) => annotationOf(finding, name, result)),
  ];
}

function annotationOf({ kind, case: one, check, others }: Finding, name: string, result: Result): Annotation {
  const cases = others.length + 1;
  const report = findRequirement(result, check);
  return {
    kind: kind === 'fail' ? 'error' : 'warning',
    title: `${name}: ${line(check.requirement, 120)}${cases === 1 ? '' : ` (${cases} cases)`}`,
    message: [
      `${line(one.transport, 40)} ${line(one.revision, 20)}: ${line(report?.text ?? '')}`,
      `expected ${line(check.expected ?? 'what the requirement says')}`,
      `received ${line(check.received ?? 'something else')}`,
      `again ${formatReproduceLine(result, one)}`,
    ].join('\n'),
  };
}

/** Errors first; of each kind as many as are shown, and the last says how many more there are. */
function render(annotations: readonly Annotation[]): string {
  return (['error', 'warning'] as const)
    .flatMap((kind) => {
      const all = annotations.filter((one) => one.kind === kind);
      if (all.length <= MAX_SHOWN) return all;
      const more = all.length - MAX_SHOWN + 1;
      return [
        ...all.slice(0, MAX_SHOWN - 1),
        { kind, title: `and ${more} more`, message: 'The report has them all: --report html or markdown.' },
      ];
    })
    .map(({ kind, title, message }) => `::${kind} title=${escapeProperty(title)}::${escapeData(message)}\n`)
    .join('');
}

/** What the runner reads back: with a `%` of a target no line ends, and no other command begins. */
const escapeData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const escapeProperty = (text: string): string =>
  escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
