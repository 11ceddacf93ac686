/** Judges whether a request state that one user was given serves another. */
import type { Context, SafeCall } from '../scenario.js';
import type { Reply, Session } from '../session.js';
import type { Users } from './identities.js';
import { isInputDemand, listInputRequests, makeAnswers, retry } from './input.js';
import { hasSucceeded, tryTool } from './tool-calls.js';

/** Returns whether the call told something: it hands out a state, and completes with it alone. */
export async function judgeForeignState(
  t: Context<'apart.request-state'>,
  { a, b }: Users,
  call: Pick<SafeCall, 'name' | 'arguments'>,
): Promise<boolean> {
  const params = { name: call.name, arguments: call.arguments };
  const demand = async (): Promise<Reply | undefined> => {
    const reply = await tryTool(a, { ...call, tool: {} });
    return isInputDemand(reply?.result) && typeof reply.result['requestState'] === 'string'
      ? reply
      : undefined;
  };
  const again = (session: Session, to: Reply): Promise<Reply> =>
    retry(session, 'tools/call', params, to, answersTo(to)).reply();
  // The same answers do not do without the state, and do with it: what is refused below is refused for who brings it.
  const first = await demand();
  if (first === undefined) return false;
  const bare = await b.request('tools/call', { ...params, inputResponses: answersTo(first) }).reply();
  if (hasSucceeded(bare.result) || !hasSucceeded((await again(a, first)).result)) return false;
  const second = await demand();
  if (second === undefined) return false;
  const brought = await again(b, second);
  t.satisfies(
    'apart.request-state',
    brought.at(brought.isError ? '/error' : '/result'),
    () => !hasSucceeded(brought.result),
    `an error, or anything but completion, as ${call.name} gave the state to another user`,
  );
  return true;
}

const answersTo = (demand: Reply) => makeAnswers(listInputRequests(demand), 'confirmed');
