/** What stands below the table of several targets: of each that is not right why, what to do and where to read on. */
import type { TargetResult } from '../format.js';
import { listFindings } from '../result/findings.js';
import { listTargetCells } from '../result/targets.js';
import { formatLines } from '../text/lines-of.js';
import { neutralise } from '../text/neutralise.js';
import { splitReason } from '../text/phrases.js';
import { formatShellLine } from '../text/shell.js';
import { wrapText } from '../text/wrap.js';
import type { Colors } from './colors.js';

/** Targets, requirements of one of them, and requirements that several fail. */
const MAX_DETAILS = 40;
const MAX_NAMED = 3;
const MAX_SHARED = 5;
/** Lines of what a target said itself. */
const MAX_SAID = 2;

const nameOf = ({ name }: TargetResult): string => neutralise(name, { max: 60 });

/** Of those that conform there is nothing to mend. Lines that hold a command are never broken. */
export function renderManyDetails(
  targets: readonly TargetResult[],
  columns: number,
  colors: Colors,
): string[] {
  const broken = targets.filter(({ exitCode }) => exitCode !== 0);
  if (broken.length === 0) return [];
  const lines = formatLines(broken, MAX_DETAILS, (target) =>
    [
      ...toldOf(target, colors.bold(`${nameOf(target)}:`)).map((line) => wrapText(line, columns)),
      ...(target.file === undefined
        ? []
        : [`  ${neutralise(formatShellLine(['mcptc', 'report', target.file]))}`]),
    ].join('\n'),
  );
  return [colors.dim('what was found, and what to do:'), ...lines, '', ...renderShared(broken, colors)];
}

function toldOf(target: TargetResult, name: string): string[] {
  const { result, problem } = target;
  if (result === undefined) return formatReason(name, (problem ?? 'there is no result').split('\n'));
  const reasons = Object.values(result.target.transports).flatMap(({ revisions, reason }) =>
    revisions.length > 0 || reason === undefined ? [] : formatReason(name, splitReason(reason)),
  );
  return [...reasons, ...failedOf(target, name)];
}

/** The cause, what the target said itself, and the step, which stands last where there is more than a cause. */
function formatReason(name: string, [cause = '', ...more]: readonly string[]): string[] {
  const step = more.at(-1)?.replace(/^next: /, '');
  const said = more.slice(0, -1).slice(0, MAX_SAID);
  const lines = [...said.map((line) => line.trim()), ...(step === undefined ? [] : [`next: ${step}`])];
  return [
    `${name} ${neutralise(cause, { max: 300 })}`,
    ...lines.map((line) => `  ${neutralise(line, { max: 300 })}`),
  ];
}

/** `name: fails a, b, c and 2 more`, of the requirements that it was asked for where it could be asked. */
function failedOf(target: TargetResult, name: string): string[] {
  const failed = listFailed(target);
  if (failed.length === 0) return [];
  const more = failed.length > MAX_NAMED ? ` and ${failed.length - MAX_NAMED} more` : '';
  return [`${name} fails ${failed.slice(0, MAX_NAMED).join(', ')}${more}`];
}

function listFailed({ result }: TargetResult): string[] {
  if (result === undefined || listTargetCells(result).every(({ counts }) => counts === undefined)) return [];
  return listFindings(result)
    .filter(({ kind }) => kind === 'fail')
    .map(({ requirement }) => neutralise(requirement, { max: 120 }));
}

/** What several fail has one remedy; those that most fail first. */
function renderShared(targets: readonly TargetResult[], colors: Colors): string[] {
  const counts = new Map<string, number>();
  for (const id of targets.flatMap(listFailed)) counts.set(id, (counts.get(id) ?? 0) + 1);
  const shared = [...counts].filter(([, count]) => count > 1).sort(([, a], [, b]) => b - a);
  if (shared.length === 0) return [];
  const lines = shared
    .slice(0, MAX_SHARED)
    .map(([id, count]) => `  ${`${count} ×`.padStart(5)}  mcptc explain ${id}`);
  return [colors.dim('what several of them fail:'), ...lines, ''];
}
