/** What fails nothing, one line each: warnings, what is new, and robustness. */
import { nameHeldTo } from '../result/counted.js';
import type { Result } from '../result/result.js';
import { formatLines } from '../text/lines-of.js';
import { neutralise } from '../text/neutralise.js';
import type { Colors } from './colors.js';
import type { FoldedFinding } from './fold.js';

/** Characters of what was received: as many as the terminal has columns, within these. */
const MIN_RECEIVED = 80;
const MAX_RECEIVED = 240;
/** What was expected is told where it is as short as this: a code, a status, a few words. */
const MAX_EXPECTED = 60;
/** Where nobody says how wide a line may be. */
const COLUMNS = 120;
/** From here on the sentence that was not kept to stands below, too. */
const WIDE = 110;
/** More than this is not read on a terminal. */
const MAX_LINES = 40;

const SIGNS = { warn: '!', new: '+', robustness: '~' } as const;
export type BriefKind = keyof typeof SIGNS;

/** A block for each kind that there is; `verbose` tells the same in full. */
export function renderBrief(
  result: Result,
  findings: readonly FoldedFinding[],
  kind: BriefKind,
  colors: Colors,
  columns?: number,
): string[] {
  const max = Math.min(Math.max(columns ?? COLUMNS, MIN_RECEIVED), MAX_RECEIVED);
  const isWide = columns !== undefined && columns >= WIDE;
  const lines = formatLines(
    findings,
    MAX_LINES,
    (finding) =>
      renderLine(finding, kind, colors, { max, isWide }) + (isWide ? renderSentence(finding, colors) : ''),
    (count) => colors.dim(`… and ${count} more; --verbose has them in full, --report json has them all`),
  );
  if (lines.length === 0) return [];
  return [[headOf(result, kind, colors), ...lines].filter((line) => line !== '').join('\n')];
}

/** What is new has to be told apart from what is a warning: it may well be a MUST. */
export function headOf(result: Result, kind: BriefKind, colors: Colors): string {
  if (kind !== 'new') return '';
  const set = neutralise(nameHeldTo(result), { max: 120 });
  return colors.cyan(`+ new: not in ${set} yet, so it does not count (it does with --set latest):`);
}

const renderSentence = ({ report }: FoldedFinding, colors: Colors): string =>
  report === undefined ? '' : `\n${colors.dim(`  ${neutralise(report.text, { max: 300 })}`)}`;

/** `! stdio · 2025-11-25 · ID  expected …, received …  (and in 3 other cases)`. */
function renderLine(
  { case: one, check, report, others, apart }: FoldedFinding,
  kind: BriefKind,
  colors: Colors,
  room: { max: number; isWide: boolean },
): string {
  const paint = { warn: colors.yellow, new: colors.cyan, robustness: colors.dim }[kind];
  const place = `${neutralise(one.transport, { max: 40 })} · ${neutralise(one.revision, { max: 20 })}`;
  const head = `${SIGNS[kind]} ${place} · ${neutralise(check.requirement, { max: 120 })}`;
  const level = kind === 'new' && report !== undefined ? `  ${report.level}` : '';
  const more =
    others.length === 0 ? '' : `  (and in ${others.length} other case${others.length === 1 ? '' : 's'})`;
  const differs = apart.length === 0 ? '' : `  ≠ ${apart[0]}`;
  return `${paint(head)}${level}${renderSaid(check, room)}${colors.dim(more)}${differs}`;
}

/** `  expected -32602, received -32603 at /error/code`; where the sentence stands below, that says what was expected. */
function renderSaid(
  { expected = '', received }: FoldedFinding['check'],
  { max, isWide }: { max: number; isWide: boolean },
): string {
  if (received === undefined) return '';
  const came = `received ${neutralise(received, { max })}`;
  const isShort = !isWide && expected !== '' && expected.length <= MAX_EXPECTED;
  return isShort ? `  expected ${neutralise(expected, { max: MAX_EXPECTED })}, ${came}` : `  ${came}`;
}
