/** Judges whether what needs no arguments does without the member that holds them. */
import type { Context } from '../scenario.js';
import type { Reply, Session } from '../session.js';
import { askOwned, hasSucceeded } from './tool-calls.js';

export const OPTIONAL = 'robustness.optional-arguments';

/** Items of one kind that are tried both ways. */
export const MAX_BOTH_WAYS = 2;

/**
 * Asks once more, the other way: `arguments` left out, or empty. Both are valid by every schema of the protocol, so what
 * works one way works the other. Returns whether there was something to compare.
 */
export async function judgeOptional(
  t: Pick<Context<typeof OPTIONAL>, 'satisfies'>,
  session: Session,
  asked: { method: string; name: unknown; reply: Reply; with: 'empty' | 'none' },
): Promise<boolean> {
  const { method, name, reply } = asked;
  const params = asked.with === 'none' ? { name, arguments: {} } : { name };
  const other = await askOwned(session, method, params);
  if (other === undefined) return false;
  const [given, left] = asked.with === 'empty' ? [reply, other] : [other, reply];
  // What fails both ways fails for reasons of its own.
  if (!hasSucceeded(given.result) && !hasSucceeded(left.result)) return false;
  for (const [how, one] of [
    ['with empty arguments', given],
    ['without arguments', left],
  ] as const) {
    t.satisfies(
      OPTIONAL,
      one.at(one.isError ? '/error' : '/result'),
      (value) => hasSucceeded(value) && !one.isError,
      `a result of ${String(name)} ${how}, as it requires none and answers the other way`,
    );
  }
  return true;
}
