/** Shows how far a run of many targets has come: a line for each. */
import { escapeRunnerCommands, neutralise } from '../../../reports/text/neutralise.js';
import { cutToWidth, measureWidth, padToWidth } from '../../../reports/text/width.js';
import type { Standing } from './protocol.js';

/** One target in the display. */
export interface Line {
  name: string;
  /** `performance.now()` */
  startedAt?: number;
  standing?: Standing;
  /** How it ended, in a few words. */
  ended?: string;
}

export interface ManyDisplay {
  /** Tells that a line has changed. */
  changed(line: Line): void;
  note(line: Line, text: string): void;
  done(): void;
}

const REDRAW = 200;
/** Columns of a name. */
const MAX_NAME = 24;
const SHORT_BAR = 10;

/** A live display on a terminal; elsewhere a plain line for each target that has ended. */
export async function showMany(lines: readonly Line[], stream: NodeJS.WriteStream): Promise<ManyDisplay> {
  const write = (text: string): void => void stream.write(`${escapeRunnerCommands(text)}\n`);
  return stream.isTTY ? live(lines, stream, write) : showPlainMany(lines, write);
}

export function showPlainMany(lines: readonly Line[], write: (text: string) => void): ManyDisplay {
  return {
    changed: (line) => {
      if (line.ended !== undefined) write(formatManyLine(line, widthOfNames(lines)));
    },
    note: (line, text) => write(`${nameOf(line)}: ${neutralise(text, { max: 300 })}`),
    done: () => undefined,
  };
}

async function live(
  lines: readonly Line[],
  stream: NodeJS.WriteStream,
  write: (text: string) => void,
): Promise<ManyDisplay> {
  const { createLogUpdate } = await import('log-update');
  const display = createLogUpdate(stream);
  const startedAt = performance.now();
  const width = widthOfNames(lines);
  const draw = (): void => {
    const clock = `${Math.round((performance.now() - startedAt) / 1000)} s`;
    const ended = lines.filter((line) => line.ended !== undefined);
    const head = `${ended.length} of ${lines.length} servers  ${clock}`;
    const room = Math.max(1, stream.rows - 3);
    const rows = pickLines(lines, room).map((line) => formatManyLine(line, width));
    const left = lines.length - rows.length;
    const shown = [head, ...rows, ...(left > 0 ? [`… and ${left} more`] : [])];
    display(escapeRunnerCommands(shown.map((row) => cutToWidth(row, stream.columns)).join('\n')));
  };
  draw();
  const timer = setInterval(draw, REDRAW);
  return {
    changed: () => undefined,
    note: (line, text) => {
      display.clear();
      write(`${nameOf(line)}: ${neutralise(text, { max: 300 })}`);
    },
    done: () => {
      clearInterval(timer);
      display.clear();
      display.done();
    },
  };
}

/** All of them where there is room; otherwise those that run first, then those that have ended, in their order. */
export function pickLines(lines: readonly Line[], room: number): Line[] {
  if (lines.length <= room) return [...lines];
  const rank = ({ startedAt, ended }: Line): number => {
    if (startedAt === undefined) return 2;
    return ended === undefined ? 0 : 1;
  };
  const picked = new Set([...lines].sort((a, b) => rank(a) - rank(b)).slice(0, room));
  return lines.filter((line) => picked.has(line));
}

const nameOf = ({ name }: Line): string => cutToWidth(neutralise(name, { max: 60 }), MAX_NAME);

const widthOfNames = (lines: readonly Line[]): number =>
  Math.max(...lines.map((line) => measureWidth(nameOf(line))));

/** `files   ██████░░░░  120/200: 88 passed, 2 failed`; or how it ended. */
export function formatManyLine(line: Line, width: number): string {
  const name = padToWidth(nameOf(line), width);
  if (line.ended !== undefined) return `${name}  ${line.ended}`;
  if (line.startedAt === undefined) return `${name}  waits`;
  const { standing } = line;
  if (standing === undefined) return `${name}  starts`;
  const { done, total, passed, failed } = standing;
  const full = Math.round((SHORT_BAR * done) / Math.max(1, total));
  const bar = '█'.repeat(full) + '░'.repeat(SHORT_BAR - full);
  return `${name}  ${bar}  ${done}/${total}: ${passed} passed, ${failed} failed`;
}
