import { describe, expect, it } from '@jest/globals';
import { recorded } from '../../reports/recorded.test.data.js';
import { getReproduceWords } from '../../reports/text/reproduce.js';
import { makeRunDocument, type RunDocument } from '../api/document.js';
import { parseRunWords } from './run-request.js';

/** What decides whether and how a case runs, and stands in a result. */
const NAMES = [
  'fixtures',
  'allowTools',
  'startTimeoutMs',
  'requestTimeoutMs',
  'scenarioTimeoutMs',
  'runTimeoutMs',
] as const satisfies (keyof RunDocument)[];

const read = (...words: string[]): Record<string, unknown> => {
  const { target, options } = parseRunWords([...words, '--', 'x']);
  const document = makeRunDocument(target, options);
  return Object.fromEntries(NAMES.map((name) => [name, document[name]]));
};

/** The words that show a case of a run again that had these options, and what those words ask for. */
function repeat(options: Record<string, unknown>): { words: string[]; again: Record<string, unknown> } {
  const { run, target, ...rest } = recorded;
  const transports = { stdio: { revisions: [], custom: false, again: [] } };
  const [, , ...words] = getReproduceWords(
    { ...rest, target: { ...target, transports }, run: { ...run, options: { ...run.options, ...options } } },
    { transport: 'stdio', revision: '2025-11-25', scenario: 'shared/tools/list' },
  );
  return { words, again: read(...words) };
}

describe('the command that shows a case again', () => {
  it('says nothing of what nobody changed', () => {
    expect(Object.keys(recorded.run.options)).toEqual(expect.arrayContaining([...NAMES]));
    const { words, again } = repeat(read());
    expect(words.filter((word) => word.startsWith('--'))).toEqual(['--case', '--seed']);
    expect(again).toEqual(read());
  });

  it.each([
    ['--start-timeout', '2.5m'],
    ['--request-timeout', '1500ms'],
    ['--scenario-timeout', '1h'],
    ['--run-timeout', '20m'],
    ['--fixtures', 'require'],
    ['--allow-tool', "write_file,it's"],
  ])('has %s as the run had it', (...given) => {
    const wanted = read(...given);
    const { words, again } = repeat(wanted);
    expect(words).toContain(given[0]);
    expect(again).toEqual(wanted);
    expect(again).not.toEqual(read());
  });

  it('leaves to one case more time than the whole run had', () => {
    expect(repeat(read('--run-timeout', '20s')).again).toEqual(read());
  });

  it('makes no words of what is no option', () => {
    expect(
      repeat({ startTimeoutMs: '1s; x', requestTimeoutMs: null, fixtures: '--x', allowTools: 'y' }).again,
    ).toEqual(read());
  });
});
