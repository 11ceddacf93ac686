import { check, entry, failed, sample } from '../sample.test.data.js';
import type { CaseReport, Result } from '../result.js';

/** What a server may say that wants to be more than text: markup, terminal control, hidden and reordering characters. */
const EVILS = [
  '</script><script>globalThis.taken=1;alert(1)</script>',
  '<img src=https://evil.example/x onerror="globalThis.taken=1;alert(1)"><!--<script>]]>',
  `" onfocus="alert(1)" autofocus x='javascript:alert(1)' {{7*7}} $& $\` $'`,
  '\u001b[2J\u001b]0;taken\u0007\u009b31m\u0000\b\b\r✔ all passed',
  '\u202edessap lla\u2066\u200b\ufeff\ud800\u{E0041}\u2028',
  '\r\n| # `x` **b** [l](javascript:alert(1)) ::set-output ]]>&#x3c;script&#x3e;',
] as const;

/** All of it at once. */
export const EVIL = EVILS.join(' ');

/**
 * A result of that many checks in which everything that comes from a target, or from a file, is hostile; with a string
 * of so many characters, 1 MiB, in each field that holds text.
 */
export function hostile(checks: number, length = 1024 * 1024): Result {
  const long = EVIL.padEnd(length, 'x');
  const evil = (index: number): string => EVILS[index % EVILS.length]!;
  const requirement = { level: 'MUST' as const, text: EVIL, source: 'javascript:alert(1)', group: EVIL };
  const transport = { revisions: ['2025-11-25', EVIL], custom: true, again: ['--', EVIL], image: EVIL };
  const cases: CaseReport[] = Array.from({ length: Math.ceil(checks / 10) }, (_, index) => ({
    ...failed,
    transport: index % 3 === 0 ? EVIL : 'stdio',
    scenario: `${evil(index)}/${index}`,
    reason: index === 1 ? long : evil(index),
    checks: Array.from({ length: 10 }, (_, nth) => ({
      ...check,
      requirement: `${evil(nth)}.${(index * 10 + nth) % 400}`,
      verdict: nth % 3 === 0 ? ('warn' as const) : ('fail' as const),
      expected: index === 2 && nth === 0 ? long : evil(nth),
      received: index === 3 && nth === 0 ? long : evil(nth + 1),
      waivedBy: nth < 9 ? null : index === 4 ? long : EVIL,
    })),
    transcript: [
      { ...entry, entry: 1, direction: 'out', channel: evil(index), text: evil(index + 1) },
      { ...entry, text: index === 5 ? long : evil(index), binding: { [evil(index)]: evil(index) } },
    ],
  }));
  const requirements = Array.from({ length: 400 }, (_, index): [string, typeof requirement] => [
    `${evil(index % 10)}.${index}`,
    { ...requirement, ...(index === 0 ? { text: long, group: long } : {}) },
  ]);
  const none = { pass: 0, fail: 0, warn: 0, 'not-applicable': 0, 'not-verified': 0, error: 0 };
  return {
    ...sample,
    tool: { ...sample.tool, version: EVIL },
    run: { ...sample.run, stoppedBy: EVIL, complete: false, loosened: [EVIL], options: { [EVIL]: EVIL } },
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
    requirements: Object.fromEntries(requirements),
    scenarios: { [`${evil(0)}/0`]: { title: long } },
    cases,
    parity: Array.from({ length: 20 }, (_, index) => ({
      scenario: `${EVIL}/${index}`,
      revision: EVIL,
      verdict: 'differs' as const,
      reason: EVIL,
      differences: [{ fact: EVIL, values: { stdio: index === 0 ? long : EVIL, [EVIL]: `${EVIL}!` } }],
    })),
    summary: {
      stdio: { '2025-11-25': { ...none, pass: 1, fail: 2, error: 6 } },
      [EVIL]: { [EVIL]: { ...none, fail: 2 } },
    },
  };
}
