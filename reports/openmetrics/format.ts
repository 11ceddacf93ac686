/** The OpenMetrics report, for whoever watches servers: figures by server, transport, revision and verdict. */
import type { Format, TargetResult } from '../format.js';
import { VERDICTS } from '../result/result.js';
import { listTargetCells } from '../result/targets.js';
import { neutralise } from '../text/neutralise.js';

/** One family: all its samples stand together, which the format demands. */
interface Family {
  name: string;
  type: 'gauge' | 'info';
  help: string;
  unit?: string;
  samples: [labels: Record<string, string>, value: number][];
}

export const format: Format = {
  render: (result) => render([{ name: result.target.name, exitCode: result.run.exitCode, result }]),
  all: { render },
};

function render(targets: readonly TargetResult[]): string {
  const families = [requirements(targets), ...ofRuns(targets), info(targets)];
  return `${families
    .filter(({ samples }) => samples.length > 0)
    .map(familyText)
    .join('')}# EOF\n`;
}

function requirements(targets: readonly TargetResult[]): Family {
  return {
    name: 'mcptc_requirements',
    type: 'gauge',
    help: 'Distinct requirements by what was seen of them.',
    samples: targets.flatMap(({ name, result }) =>
      (result === undefined ? [] : listTargetCells(result)).flatMap(({ transport, revision, counts }) =>
        counts === undefined || revision === undefined
          ? []
          : VERDICTS.map((verdict): [Record<string, string>, number] => [
              { server: name, transport, revision, verdict },
              counts[verdict],
            ]),
      ),
    ),
  };
}

/** An exit code without a result is one, too: what could not be tested must not look like what was not asked for. */
function ofRuns(targets: readonly TargetResult[]): Family[] {
  const tested = targets.flatMap(({ name, result }) => (result === undefined ? [] : [{ name, result }]));
  return [
    {
      name: 'mcptc_exit_code',
      type: 'gauge',
      help: '0 conforms, 1 does not, 2 nothing was decided, 3 could not be tested.',
      samples: targets.map(({ name, exitCode }) => [{ server: name }, exitCode]),
    },
    {
      name: 'mcptc_run_start_timestamp_seconds',
      type: 'gauge',
      unit: 'seconds',
      help: 'When the run began.',
      samples: tested.map(({ name, result }) => [
        { server: name },
        (Date.parse(result.run.startedAt) || 0) / 1_000,
      ]),
    },
    {
      name: 'mcptc_run_duration_seconds',
      type: 'gauge',
      unit: 'seconds',
      help: 'How long the run took.',
      samples: tested.map(({ name, result }) => [{ server: name }, result.run.durationMs / 1_000]),
    },
  ];
}

const info = (targets: readonly TargetResult[]): Family => ({
  name: 'mcptc_run',
  type: 'info',
  help: 'The tool that ran, and the result that the figures are from.',
  samples: targets.flatMap(({ name, result }): Family['samples'] =>
    result === undefined
      ? []
      : [[{ server: name, version: result.tool.version, digest: result.digest ?? '' }, 1]],
  ),
});

function familyText({ name, type, help, unit, samples }: Family): string {
  const sample = type === 'info' ? `${name}_info` : name;
  return [
    `# TYPE ${name} ${type}`,
    ...(unit === undefined ? [] : [`# UNIT ${name} ${unit}`]),
    `# HELP ${name} ${help}`,
    ...samples.map(([labels, value]) => `${sample}{${labelsText(labels)}} ${value}`),
    '',
  ].join('\n');
}

const labelsText = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name}="${escapeLabel(neutralise(value, { max: 120 }))}"`)
    .join(',');

const escapeLabel = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
