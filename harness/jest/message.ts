/** What a failing test says: the same blocks as on the terminal, without colours, which Jest adds itself. */
import picocolors from 'picocolors';
import {
  renderFinding,
  renderBrokenBlock,
  renderDifferenceBlock,
  renderUnreachedBlock,
} from '../../reports/matrix/details.js';
import { findRequirement } from '../../reports/result/findings.js';
import type {
  CaseReport,
  CheckReport,
  EntryReport,
  ParityReport,
  Result,
  TransportReport,
} from '../../reports/result/result.js';
import { neutralise } from '../../reports/text/neutralise.js';

const plain = picocolors.createColors(false);

/** Violations that one test tells in full. */
const MAX_BLOCKS = 10;
/** Transcript entries that are quoted, and characters of each. */
const MAX_SEEN = 4;
const MAX_TEXT = 400;
/** Lines of stderr that are quoted. */
const MAX_STDERR = 6;

/** Jest takes a line that begins like one of a stack for its stack, and shows the file that it names. */
const unlikeStack = (text: string): string => text.replace(/^(\s*)at /gm, '$1… at ');

export function describeViolations(
  result: Result,
  one: CaseReport,
  checks: readonly CheckReport[],
  transcripts: string | undefined,
): string {
  const blocks = checks.slice(0, MAX_BLOCKS).map((check) =>
    renderFinding(
      result,
      {
        kind: check.verdict === 'warn' || check.verdict === 'error' ? check.verdict : 'fail',
        requirement: check.requirement,
        report: findRequirement(result, check),
        case: one,
        check,
        others: [],
      },
      plain,
      { color: false, ...(transcripts === undefined ? {} : { transcripts }) },
    ),
  );
  if (checks.length > MAX_BLOCKS) blocks.push(`… and ${checks.length - MAX_BLOCKS} more`);
  return unlikeStack([...blocks, ...seen(one, checks), ...cried(one)].join('\n\n'));
}

/** What the verdicts were read from, because the transcript itself is gone with the run. */
function seen({ transcript }: CaseReport, checks: readonly CheckReport[]): string[] {
  const cited = new Set(checks.flatMap((check) => check.seen));
  const entries = transcript.filter(({ entry }) => cited.has(entry)).slice(0, MAX_SEEN);
  return entries.length === 0 ? [] : [['  seen on the wire:', ...entries.map(quoted)].join('\n')];
}

/** The last that the server wrote to stderr while the case ran: often it says why. */
function cried({ transcript }: CaseReport): string[] {
  const text = transcript
    .filter(({ direction, channel }) => direction === 'in' && channel === 'stderr')
    .map((entry) => entry.text)
    .join('\n');
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0) return [];
  const shown = lines.slice(-MAX_STDERR).map((line) => `    ${neutralise(line, { max: MAX_TEXT })}`);
  return [['  the last lines of its stderr:', ...shown].join('\n')];
}

const SIGNS = { in: '←', out: '→', note: '·' } as const;

const quoted = ({ direction, ms, channel, text }: EntryReport): string =>
  `  ${SIGNS[direction]} ${neutralise(channel, { max: 40 })} ${ms.toFixed(0)} ms  ${neutralise(text, { max: MAX_TEXT })}`;

export const describeFault = (result: Result, one: CaseReport): string =>
  unlikeStack(renderBrokenBlock(result, one, plain));

export const describeUnreached = (name: string, transport: TransportReport): string =>
  unlikeStack(renderUnreachedBlock(name, transport, plain));

export const describeDifference = (one: ParityReport): string =>
  unlikeStack(renderDifferenceBlock(one, plain));
