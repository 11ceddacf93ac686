import { defineScenario, type Context, type SafeCall } from '../../scenario.js';
import type { Reply, Session } from '../../session.js';
import { asksWho, openAsBoth } from '../../support/identities.js';
import { isInputDemand, listInputRequests, makeAnswers, retry } from '../../support/input.js';
import { hasSucceeded, tryTool } from '../../support/tool-calls.js';

const RULE = 'apart.request-state';
/** Tools that are tried. */
const MAX_TRIED = 16;

export default defineScenario(
  {
    title: 'A request state is of no use to another user than the one that it was given to',
    requirements: [RULE],
    needs: { capabilities: ['tools'], clients: 'of one server', identities: 'two' },
    revisions: { era: 'modern' },
  },
  async (t) => {
    if (!(await asksWho(t, RULE))) return;
    const { a, b } = await openAsBoth(t);
    const calls = (await t.safeCalls()).toSorted((one, other) => rank(one) - rank(other));
    for (const call of calls.slice(0, MAX_TRIED)) if (await judge(t, a, b, call)) return;
    t.notApplicable(
      RULE,
      'no call that may be made hands out a requestState without which it does not complete',
    );
  },
);

/** Those that say that they do come first. */
const rank = ({ name }: SafeCall): number => (/state/i.test(name) ? 0 : /input/i.test(name) ? 1 : 2);

/** Returns whether the call told something. */
async function judge(t: Context<typeof RULE>, a: Session, b: Session, call: SafeCall): Promise<boolean> {
  const demand = async (): Promise<Reply | undefined> => {
    const reply = await tryTool(a, call);
    return isInputDemand(reply?.result) && typeof reply.result['requestState'] === 'string'
      ? reply
      : undefined;
  };
  const params = { name: call.name, arguments: call.arguments };
  const again = (session: Session, to: Reply): Promise<Reply> =>
    retry(session, 'tools/call', params, to, answersTo(to)).reply();
  // The same words without the state do not do, and with it they do: what is refused below is refused for who brings it.
  const first = await demand();
  if (first === undefined) return false;
  const bare = await b.request('tools/call', { ...params, inputResponses: answersTo(first) }).reply();
  if (hasSucceeded(bare.result) || !hasSucceeded((await again(a, first)).result)) return false;
  const second = await demand();
  if (second === undefined) return false;
  const brought = await again(b, second);
  t.satisfies(
    RULE,
    brought.at(brought.isError ? '/error' : '/result'),
    () => !hasSucceeded(brought.result),
    `an error, or anything but completion, as another user was given the state by ${call.name}`,
  );
  return true;
}

const answersTo = (demand: Reply) => makeAnswers(listInputRequests(demand), 'confirmed');
