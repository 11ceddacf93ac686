import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { neutralise, escapeRunnerCommands } from './neutralise.js';

describe('neutral', () => {
  it.each([
    ['\u001b[2J\u001b[31mred', '\\x1b[2J\\x1b[31mred'],
    ['\u009b31m', '\\x9b31m'],
    ['100%\r✔ all passed', '100%\\r✔ all passed'],
    ['fail\b\b\b\bpass', 'fail\\x08\\x08\\x08\\x08pass'],
    ['a\u0000b\u007f', 'a\\x00b\\x7f'],
    ['abc\u202Edcba', 'abc<U+202E>dcba'],
    ['\u2066x\u2069', '<U+2066>x<U+2069>'],
    ['in\u200bvisible\ufeff', 'in<U+200B>visible<U+FEFF>'],
    ['lone \ud800 surrogate', 'lone <U+D800> surrogate'],
    ['tag \u{E0041}', 'tag <U+E0041>'],
    ['line\nnext\u2028last', 'line\\nnext<U+2028>last'],
    ['non\u00a0breaking', 'non<U+00A0>breaking'],
    ['plain ✔ 漢字 é 🙂', 'plain ✔ 漢字 é 🙂'],
  ])('%j', (given, expected) => {
    expect(neutralise(given)).toBe(expected);
  });

  it('keeps line feeds where a block is shown, and nothing else', () => {
    expect(neutralise('a\nb\rc', { multiline: true })).toBe('a\nb\\rc');
  });

  it('marks the cut and never halves a character', () => {
    expect(neutralise('abcdef', { max: 4 })).toBe('abcd…[2 more characters]');
    expect(neutralise('a🙂b', { max: 2 })).toBe('a…[3 more characters]');
  });

  it('cuts nothing to save fewer than 20 characters', () => {
    expect(neutralise('x'.repeat(119), { max: 100 })).toBe('x'.repeat(119));
    expect(neutralise('x'.repeat(120), { max: 100 })).toBe(`${'x'.repeat(100)}…[20 more characters]`);
  });

  it('leaves nothing that a terminal would act on, whatever comes', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes)),
    );
    fc.assert(
      fc.property(anything, (text) => {
        const shown = neutralise(text);
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }),
      { numRuns: 500 },
    );
  });

  it('is bounded', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), fc.nat(50), (text, max) => {
        expect(neutralise(text, { max }).length).toBeLessThanOrEqual(max * 9 + 40);
      }),
    );
  });
});

/** As the runner of GitHub Actions reads a line (`ActionCommand.cs`), and the agent of Azure Pipelines. */
const isCommand = (line: string): boolean => /^\s*::/.test(line) || /##\[|##vso\[/i.test(line);

describe('unheeded', () => {
  it.each([
    ['::error::z', '<U+3A>:error::z'],
    ['a\n   ::stop-commands::x', 'a\n   <U+3A>:stop-commands::x'],
    ['\u001b[31m::error::z', '\u001b[31m<U+3A>:error::z'],
    ['a ##[group]b', 'a <U+23>#[group]b'],
    ['##vso[task.setvariable]b', '<U+23>#vso[task.setvariable]b'],
    ['###[error]b', '#<U+23>#[error]b'],
    ['std::vector\n## a heading [1]', 'std::vector\n## a heading [1]'],
  ])('%j', (given, expected) => {
    expect(escapeRunnerCommands(given)).toBe(expected);
  });

  it('leaves no line that a runner would take for a command', () => {
    const unit = fc.constantFrom('#', ':', '[', ' ', '\n', 'vso', 'VSO', 'a', ']', '.');
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 30 }), (text) => {
        const shown = escapeRunnerCommands(text);
        expect([shown, shown.split('\n').some(isCommand)]).toEqual([shown, false]);
        expect(shown.replaceAll('<U+3A>', ':').replaceAll('<U+23>', '#')).toBe(text);
      }),
      { numRuns: 5_000 },
    );
  });
});
