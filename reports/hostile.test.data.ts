import { aCase, resultOf } from './join.test.data.js';
import type { CaseReport, CheckReport, Result, Verdict } from './result.js';
import { entry } from './sample.test.data.js';

/** Texts that want to be more than text, each in its own way. */
export const EVIL = [
  '<script>alert(1)</script>',
  '</details></summary><img src=x onerror=alert(1)>',
  '<!-- --> ]]> <![CDATA[ &amp; &#0; &lt;',
  '| a | b |\n| --- | --- |\n| c | d |',
  '``` `` ` **bold** _it_ ~~no~~ # heading\n\n# heading\n- item\n> quote',
  '[click](javascript:alert(1)) ![x](https://evil.example/x.png) <https://evil.example>',
  'https://evil.example/a www.evil.example mail@evil.example @everyone @org/team #1 GH-2 org/repo#3 deadbeefcafe1234',
  '\u001b[2J\u001b[31m\u009b31m\r\b\u0000\u007f',
  'abc\u202edcba\u2066x\u2069\u200b\ufeff\u2028\u{e0041}',
  '\ufffe\uffff\ud800 half',
  '__proto__',
  '${{ secrets.TOKEN }} $(rm -rf /) `id` %PATH%',
  '::set-output name=x::y\n::error::z',
  '\\| \\` \\< trailing \\',
] as const;

/** URIs all of them, as the schema demands. */
const SOURCES = [
  'javascript:alert(1)',
  'data:text/html,x',
  "https://example.org/')(x",
  'https://u:p@example.org/',
];

const MEBIBYTE = '🙂<b>`|@x\u202e\n'.repeat(100_000);

const VERDICTS: readonly Verdict[] = ['fail', 'warn', 'not-verified', 'pass', 'not-applicable', 'error'];

/** A result in which everything that can be a text is a hostile one: `count` checks in cases of ten. */
export function hostileResult(count: number): Result {
  const evil = (index: number): string => EVIL[index % EVIL.length] as string;
  const cases: CaseReport[] = Array.from({ length: Math.ceil(count / 10) }, (_, index) => {
    const checks: CheckReport[] = Array.from({ length: 10 }, (__, at) => ({
      requirement: `${evil(index + at)}${at}`,
      verdict: VERDICTS[(index + at) % VERDICTS.length] as Verdict,
      expected: evil(index + at + 1),
      received: index % 50 === 0 && at === 0 ? MEBIBYTE : evil(index + at + 2),
      seen: [3],
      count: 1,
      waivedBy: (index + at) % 11 === 0 ? evil(index) : null,
    }));
    return aCase(evil(index), `${evil(index)}/${index}`, checks, {
      revision: evil(index + 1),
      reason: evil(index + 2),
      status: index % 7 === 0 ? 'error' : 'ran',
      transcript: [{ ...entry, text: index % 50 === 0 ? MEBIBYTE : evil(index), channel: evil(index) }],
    });
  });
  const result = resultOf(cases, { planHash: 'half a character has no hash' });
  return {
    ...result,
    run: { ...result.run, stoppedBy: evil(0), complete: false, loosened: [...EVIL], planHash: evil(1) },
    target: {
      name: EVIL.join(' '),
      serverInfo: { name: evil(1), version: EVIL.join(' ') },
      transports: Object.fromEntries(
        EVIL.map((text, index) => [
          text,
          index % 3 === 0
            ? { revisions: [], custom: true, again: ['--', text], reason: `${text}\n${MEBIBYTE}` }
            : { revisions: [evil(index + 1), '2025-11-25'], custom: true, again: [text], reason: text },
        ]),
      ),
    },
    requirements: Object.fromEntries(
      Object.keys(result.requirements).map((id, index) => [
        id,
        {
          level: 'MUST',
          text: evil(index),
          source: SOURCES[index % SOURCES.length] as string,
          group: evil(index),
        },
      ]),
    ),
    parity: EVIL.map((text, index) => ({
      scenario: text,
      revision: evil(index + 1),
      verdict: 'differs',
      differences: [{ fact: text, values: { [text]: text, other: MEBIBYTE } }],
    })),
  };
}
