import type { CaseReport, CheckReport, Result, TransportReport, Verdict } from './result/result.js';
import { check, entry, failed, sample } from './sample.test.data.js';

/** Texts that want to be more than text, each in its own way; some twice, because the second is the one forgotten. */
export const EVILS = [
  '</script><script>globalThis.taken=1;alert(1)</script>',
  '<img src=https://evil.example/x onerror="globalThis.taken=1;alert(1)"><!--<script>]]>]]>',
  `" onfocus="alert(1)" autofocus x='javascript:alert(1)' {{7*7}} $& $\` $'`,
  '\u001b[2J\u001b]0;taken\u0007\u001b[31m\u009b31m\u0000\b\b\r✔ all passed\u007f',
  '\u202edessap lla\u2066\u200b\ufeff\u2028\u{E0041} \ud800 half \ufffe\uffff',
  '\r\n| # `x` **b** [l](javascript:alert(1)) ::set-output ]]>&#x3c;script&#x3e;]]>',
  '</details></summary></pre><!-- --> ]]> <![CDATA[ &amp; &#0; &lt;',
  '| a | b |\n| --- | --- |\n| c | d |',
  '``` `` ` **bold** _it_ ~~no~~ # heading\n\n# heading\n- item\n> quote',
  '[click](javascript:alert(1)) ![x](https://evil.example/x.png) <https://evil.example>',
  'https://evil.example/a www.evil.example mail@evil.example @everyone @org/team #1 GH-2 org/repo#3 deadbeefcafe1234',
  '__proto__',
  '${{ secrets.TOKEN }} $(rm -rf /) `id` %PATH%',
  '::set-output name=x::y\n::error::z',
  '##[set-output name=x]y ##vso[task.setvariable variable=x]y\n  ::stop-commands::x\n###[error]z',
  '\\| \\` \\< trailing \\',
] as const;

/** All of it at once. */
export const EVIL = EVILS.join(' ');

/** What a schema takes for an address. */
const SOURCES = [
  'javascript:alert(1)',
  'data:text/html,x',
  "https://example.org/')(x",
  'https://u:p@example.org/',
];

const VERDICTS: readonly Verdict[] = ['fail', 'warn', 'not-verified', 'pass', 'not-applicable', 'error'];

const REQUIREMENTS = 400;

/**
 * A result of that many checks, in cases of ten, in which everything that comes from a target, or from a file, is
 * hostile; with a string of `length` characters, 1 MiB, in each field that holds text, and in every fiftieth transcript.
 */
export function makeHostile(checks: number, length = 1024 * 1024): Result {
  const long = EVIL.repeat(Math.ceil(length / EVIL.length)).slice(0, length);
  const evil = (index: number): string => EVILS[index % EVILS.length]!;
  const idOf = (index: number): string => `${evil(index % REQUIREMENTS)}.${index % REQUIREMENTS}`;
  const transport: TransportReport = {
    revisions: ['2025-11-25', EVIL],
    custom: true,
    again: ['--', EVIL],
    image: EVIL,
  };
  const cases: CaseReport[] = Array.from({ length: Math.ceil(checks / 10) }, (_, index) => ({
    ...failed,
    transport: index % 3 === 0 ? EVIL : index % 3 === 1 ? evil(index) : 'stdio',
    revision: index % 2 === 0 ? evil(index) : '2025-11-25',
    scenario: `${evil(index)}/${index}`,
    status: index % 7 === 6 ? 'error' : 'ran',
    reason: index === 1 ? long : evil(index),
    checks: Array.from({ length: 10 }, (__, nth): CheckReport => ({
      ...check,
      requirement: idOf(index * 10 + nth),
      verdict: VERDICTS[(index + nth) % VERDICTS.length]!,
      expected: index === 2 && nth === 0 ? long : evil(nth),
      received: index === 3 && nth === 0 ? long : evil(nth + 1),
      waivedBy: (index + nth) % 11 !== 0 ? null : index === 4 ? long : evil(index),
    })),
    transcript: [
      { ...entry, entry: 1, direction: 'out', channel: evil(index), text: evil(index + 1) },
      { ...entry, text: index % 50 === 5 ? long : evil(index), binding: { [evil(index)]: evil(index) } },
    ],
  }));
  const requirements = Array.from({ length: REQUIREMENTS }, (_, index) => [
    idOf(index),
    {
      level: index % 3 === 0 ? 'MUST' : 'SHOULD',
      text: index === 0 ? long : evil(index),
      source: SOURCES[index % SOURCES.length]!,
      group: index === 0 ? long : evil(index),
    },
  ]);
  const none = { pass: 0, fail: 0, warn: 0, 'not-applicable': 0, 'not-verified': 0, error: 0 };
  return {
    ...sample,
    tool: { ...sample.tool, version: EVIL },
    run: {
      ...sample.run,
      stoppedBy: EVIL,
      complete: false,
      loosened: [EVIL],
      options: { ...sample.run.options, [EVIL]: EVIL },
      planHash: EVIL,
    },
    target: {
      name: EVIL,
      serverInfo: { name: EVIL, version: EVIL, more: long },
      transports: {
        stdio: transport,
        [EVIL]: transport,
        // Not a prototype, a name.
        ['__proto__']: { ...transport, revisions: [], reason: `${EVIL}\n${long}` },
        constructor: { ...transport, revisions: ['toString'] },
      },
    },
    requirements: Object.fromEntries(requirements) as Result['requirements'],
    scenarios: { [`${evil(0)}/0`]: { title: long } },
    cases,
    parity: Array.from({ length: 20 }, (_, index) => ({
      scenario: `${evil(index)}/${index}`,
      revision: evil(index),
      verdict: 'differs' as const,
      reason: EVIL,
      differences: [{ fact: EVIL, values: { stdio: index === 0 ? long : EVIL, [evil(index)]: `${EVIL}!` } }],
    })),
    summary: {
      stdio: { '2025-11-25': { ...none, pass: 1, fail: 2, error: 6 } },
      [EVIL]: { [EVIL]: { ...none, fail: 2 } },
    },
  };
}

/** Without half characters: a result that holds one has no hash, and is refused where it is read. */
export const makeWellFormed = (result: Result): Result =>
  JSON.parse(JSON.stringify(result).replaceAll(/\\ud[89a-f][0-9a-f]{2}/g, '')) as Result;
