/** Judges whether a server still answers after something that might have broken it. */
import type { RequirementId } from '../requirements/index.js';
import type { Context } from '../scenario.js';
import type { Exchange, Session } from '../session.js';
import { isObject } from '../../adapters/json.js';

/**
 * Judges whether a request got a result, for rows that ask what a server survives. Silence is what such a row is about:
 * it is its own verdict, at its own level, and fails no other row (as an awaited `reply()` would).
 */
export async function judgeServed<R extends RequirementId>(
  t: Context<R>,
  requirement: NoInfer<R>,
  exchange: Exchange,
  what = 'a result',
): Promise<boolean> {
  const reply = await exchange.maybe();
  if (reply !== undefined) return t.satisfies(requirement, reply.at('/result'), isObject, what);
  const end = await exchange.replyState();
  if (end.value !== 'busy') return t.satisfies(requirement, end, () => false, what);
  t.notVerified(requirement, 'have time for the request');
  return false;
}

/** Judges that the server goes on answering; as a fence, once this is done everything before has arrived. */
export function judgeSurvival<R extends RequirementId>(
  t: Context<R>,
  requirement: NoInfer<R>,
  session: Session,
): Promise<boolean> {
  const { method, params } = session.probe();
  return judgeServed(t, requirement, session.request(method, params), 'a result for the next request');
}
