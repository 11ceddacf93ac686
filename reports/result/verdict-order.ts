/** Which verdict of a requirement stands when several cases judged it. */
import type { Verdict } from './result.js';

/**
 * Which verdict of a requirement stands where several cases of a cell judged it, weakest first: what was seen counts
 * before what was not, and the worst that was seen stands. (Within one case it is stricter: there a check that was
 * reached once and missed once is not verified.)
 */
const ACROSS: readonly Verdict[] = ['not-applicable', 'not-verified', 'pass', 'warn', 'fail', 'error'];

export const pickStrongerVerdict = (a: Verdict, b: Verdict | undefined): Verdict =>
  b === undefined || ACROSS.indexOf(a) > ACROSS.indexOf(b) ? a : b;
