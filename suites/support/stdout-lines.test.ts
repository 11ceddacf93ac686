import { describe, expect, it } from '@jest/globals';
import { parseJson } from '../../adapters/bytes.js';
import { isMeantAsMessage, StdoutLines, type Strays } from './stdout-lines.js';

/** What is found in the text that a server prints. */
function findStrays(text: string): Strays<string>[] {
  const lines = new StdoutLines<string>();
  const found = text.split('\n').flatMap((line) => {
    const json = parseJson(Buffer.from(line));
    return isMeantAsMessage(json) ? lines.end() : lines.add(line, line, json);
  });
  return [...found, ...lines.end()];
}

const message = { jsonrpc: '2.0', id: 1, result: { content: [{ type: 'text', text: 'x' }] } };
const spread = JSON.stringify(message, null, 2);
const one = JSON.stringify(message);

describe('StdoutLines', () => {
  it.each([
    ['a message', one, []],
    ['a batch', `[${one}]`, []],
    ['a reply that forgot its version', '{"id":1,"result":{}}', []],
    ['a banner', `Listening…\n${one}`, [{ lines: ['Listening…'], broken: false }]],
    ['a log in JSON', '{"level":30,"msg":"x"}', [{ lines: ['{"level":30,"msg":"x"}'], broken: false }]],
    ['a number', '7', [{ lines: ['7'], broken: false }]],
    ['a blank line', `${one}\n\n${one}`, [{ lines: [''], broken: false }]],
    ['a spread message', spread, [{ lines: spread.split('\n'), broken: true }]],
    [
      'two spread messages',
      `${spread}\n${spread}`,
      [1, 2].map(() => ({ lines: spread.split('\n'), broken: true })),
    ],
    ['a spread log', '{\n"level": 30\n}', [{ lines: ['{', '"level": 30', '}'], broken: false }]],
    [
      'a list of no JSON',
      `[info] one\n${one}\n`,
      [
        { lines: ['[info] one'], broken: false },
        { lines: [''], broken: false },
      ],
    ],
    ['half a document', '{\n"a": 1', [{ lines: ['{', '"a": 1'], broken: false }]],
  ])('%s', (_, text, expected) => {
    expect(findStrays(text)).toEqual(expected);
  });

  it('holds a bounded number of lines', () => {
    expect(findStrays(`{\n${'1,\n'.repeat(1_000)}`).length).toBeGreaterThan(3);
  });
});
