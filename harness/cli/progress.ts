/** Shows how far a run has come: a live display on a terminal, plain lines elsewhere. */
import { neutralise, escapeRunnerCommands } from '../../reports/text/neutralise.js';
import { cutToWidth, padToWidth } from '../../reports/text/width.js';
import type { Progress } from '../run/contract.js';
import { Findings } from './findings.js';
import { Tally } from './tally.js';
import type { TallyCell } from './tally.js';

export interface ProgressDisplay {
  onProgress(progress: Progress): void;
  /** Ends the display; nothing is written after it. */
  done(): void;
}

/** Milliseconds between two redraws: often enough for a clock, seldom enough to cost nothing. */
const REDRAW = 200;
/** Running cases that are named at a time. */
const SHOWN_CASES = 3;
/** Characters of a bar, and where the terminal is narrower than a row with it. */
const BAR = 20;
const SHORT_BAR = 6;
const WIDE = 100;

/** A live display on a terminal, plain lines elsewhere. */
export async function showProgress(stream: NodeJS.WriteStream): Promise<ProgressDisplay> {
  return stream.isTTY
    ? live(stream)
    : showPlainProgress((line) => stream.write(`${escapeRunnerCommands(line)}\n`));
}

/** One line for each thing learned, for each of the first findings, and for each transport and revision that is through. */
export function showPlainProgress(write: (line: string) => void): ProgressDisplay {
  const tally = new Tally();
  const findings = new Findings();
  return {
    onProgress: (progress) => {
      const line = describeLearned(progress);
      if (line !== undefined) write(line);
      for (const found of findings.take(progress)) write(found);
      const through = tally.take(progress);
      if (through !== undefined) write(formatProgressRow(through));
    },
    // Those that were cut short.
    done: () => {
      for (const cell of tally.cells.values()) {
        if (cell.ended > 0 && cell.ended !== cell.total) write(formatProgressRow(cell));
      }
    },
  };
}

async function live(stream: NodeJS.WriteStream): Promise<ProgressDisplay> {
  const { createLogUpdate } = await import('log-update');
  const display = createLogUpdate(stream);
  const tally = new Tally();
  const findings = new Findings();
  const found: string[] = [];
  const startedAt = performance.now();
  let learnedLast = 'starting the target';
  const draw = (): void => {
    const { columns } = stream;
    const running = [...tally.current].slice(0, SHOWN_CASES).map((id) => `  ${neutralise(id, { max: 120 })}`);
    const rows = [...tally.cells.values()].map((cell) => formatProgressRow(cell, columns));
    const clock = `${Math.round((performance.now() - startedAt) / 1000)} s`;
    const head = tally.total === undefined ? learnedLast : `${tally.done} of ${tally.total} cases`;
    const below = [...running, ...found].map((line) => cutToWidth(line, columns));
    const lines = [`${head}  ${clock}`, ...rows, ...below];
    display(escapeRunnerCommands(lines.join('\n')));
  };
  draw();
  const timer = setInterval(draw, REDRAW);
  return {
    onProgress: (progress) => {
      learnedLast = describeLearned(progress) ?? learnedLast;
      tally.take(progress);
      found.push(...findings.take(progress));
    },
    done: () => {
      clearInterval(timer);
      display.clear();
      display.done();
    },
  };
}

function describeLearned(progress: Progress): string | undefined {
  switch (progress.kind) {
    case 'target-started':
      return `${progress.transport}: started`;
    case 'survey': {
      const found = progress.revisions.length === 0 ? 'no revision' : progress.revisions.join(', ');
      const reason = progress.reason === undefined ? '' : ` (${neutralise(progress.reason, { max: 200 })})`;
      return `${progress.transport}: ${neutralise(found, { max: 200 })}${reason}`;
    }
    case 'planned':
      return progress.total === 1 ? '1 case' : `${progress.total} cases`;
    default:
      return undefined;
  }
}

/** A row that no terminal has to wrap: its bar is shorter on a narrow one, and its end is cut off where that is not enough. */
export function formatProgressRow(
  { transport, revision, total, ended, passed, failed }: TallyCell,
  columns = WIDE,
): string {
  const bar = columns < WIDE ? SHORT_BAR : BAR;
  const name = `${padToWidth(transport, 16)}  ${padToWidth(revision, 10)}`;
  const counts = `${passed} passed, ${failed} failed, ${ended - passed - failed} neither`;
  const full = Math.round((bar * ended) / Math.max(1, total));
  const line = `${name}  ${'█'.repeat(full)}${'░'.repeat(bar - full)}  ${ended}/${total}: ${counts}`;
  return columns < WIDE ? cutToWidth(line, columns) : line;
}
