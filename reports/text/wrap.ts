/** Breaks text and shell commands into lines that fit the width of a terminal. */
import { formatShellLine } from './shell.js';
import { neutralise } from './neutralise.js';
import { measureWidth } from './width.js';

/** Fewer columns than this are not catered for: nothing would be left of a line beside what is before it. */
const LEAST = 40;
/** What stands before a text that is wrapped, such as `  expected  `, is at most as wide as this. */
const MAX_BEFORE = 24;

/** The least that a line which goes on is indented by. */
const LEFT = 2;

// oxlint-disable-next-line no-control-regex
const COLOR = /\u001b\[[\d;]*m/g;
/**
 * Breaks lines at spaces so that they fit a terminal, each under where its text began. What has no space is left to the
 * terminal, as are commands, which would no longer be those that can be copied.
 */
export function wrapText(text: string, columns: number): string {
  let goesOn = false;
  return text
    .split('\n')
    .map((line) => {
      const isCommand = goesOn || COMMAND.test(line.replace(COLOR, ''));
      goesOn = line.endsWith(' \\');
      return isCommand || goesOn ? line : wrapLine(line, Math.max(columns, LEAST));
    })
    .join('\n');
}

/** The rows that hold nothing but a command. */
const COMMAND = /^ {2}(?:again|by hand) /;

function wrapLine(line: string, columns: number): string {
  if (measureWidth(line) <= columns) return line;
  const indent = beforeText(line);
  const lines: string[] = [];
  let current = '';
  // Each piece is spaces and the word after them; those before the text belong to its first word.
  const pieces = line.match(/ *[^ ]+/g) ?? [];
  for (const piece of pieces) {
    const before = measureWidth(current);
    if (before > indent && before + measureWidth(piece) > columns) {
      lines.push(current);
      const word = piece.trimStart();
      // A path is copied whole: where it fits only further to the left, it stands there.
      const isWide = indent + measureWidth(word) > columns && LEFT + measureWidth(word) <= columns;
      current = ' '.repeat(isWide ? LEFT : indent) + word;
    } else current += piece;
  }
  return [...lines, current].join('\n');
}

/** `  expected  a reply`: the text begins after ten columns and two. A headline is continued under its second word. */
function beforeText(line: string): number {
  const plain = line.replace(COLOR, '');
  const before = /^ +[^ ]+(?: [^ ]+)? {2,}/.exec(plain)?.[0];
  if (before !== undefined && before.length <= MAX_BEFORE) return before.length;
  return Math.min(plain.length - plain.trimStart().length, MAX_BEFORE) + (plain.startsWith(' ') ? 0 : 2);
}

/** A command after `before` columns, on lines that a POSIX shell reads as one where it is too long for the terminal. */
export function wrapCommand(words: readonly string[], before: number, columns: number | undefined): string {
  const whole = neutralise(formatShellLine(words), { max: 1_000 });
  const room = columns === undefined ? Infinity : Math.max(columns, LEAST) - before;
  if (measureWidth(whole) <= room || formatShellLine(words).length > 1_000) return whole;
  const lines: string[] = [];
  let current = '';
  for (const group of grouped(words).map((one) => neutralise(formatShellLine(one), { max: 1_000 }))) {
    // Two columns are for the mark that it goes on.
    if (current !== '' && measureWidth(current) + 1 + measureWidth(group) > room - 2) {
      lines.push(`${current} \\`);
      current = group;
    } else current = current === '' ? group : `${current} ${group}`;
  }
  return [...lines, current].join(`\n${' '.repeat(before)}`);
}

/** An option and its value stay together. */
function grouped(words: readonly string[]): string[][] {
  const groups: string[][] = [];
  for (const word of words) {
    const last = groups.at(-1);
    if (last?.length === 1 && last[0]?.startsWith('-') === true && !word.startsWith('-')) last.push(word);
    else groups.push([word]);
  }
  return groups;
}
