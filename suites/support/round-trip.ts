/** Calls a tool that demands input, answers until it completes, and judges each step. */
import type { Context } from '../scenario.js';
import type { Reply } from '../session.js';
import { callTool, hasSucceeded, readText, makeUnguessable } from './tool-calls.js';
import { makeAnswers, isInputDemand, listInputRequests, judgeDemand, retry } from './input.js';

export const ROUND_TRIP = [
  'mrtr.requests-or-state',
  'mrtr.request-kinds',
  'mrtr.only-declared',
  'mrtr.retry-completes',
] as const;

/** Demands that one operation may make; more is a server that never has enough. */
const MAX_ROUNDS = 5;

/** What the contract of a fixture tool asks for besides completing. */
export interface RoundTrip {
  tool: string;
  /** What the first demand must hold, for it to show what its scenario is about; `what` completes "demand …". */
  demand?: { is: (first: Reply) => boolean; what: string };
  /** Demands that the tool must have made. */
  rounds?: number;
  /** One of these has to be in the text of the result. `strict`: where none is, the input was not used. */
  shown?: { words: (text: string) => readonly string[]; strict?: boolean };
}

/** The text that the user typed or the model said, as the contract repeats it. */
export const TYPED = { words: (text: string) => [text], strict: true };

/**
 * Calls a fixture tool and answers whatever it demands until it completes. No sentence has a result repeat its input:
 * only where the contract gives its words is that a failure. Returns the first demand, as it came.
 */
export async function judgeRoundTrip(
  t: Context<(typeof ROUND_TRIP)[number]>,
  { tool, demand, rounds: due = 1, shown }: RoundTrip,
): Promise<Reply> {
  const session = await t.session();
  const text = makeUnguessable(() => t.random());
  const params = { name: tool, arguments: {} };
  const first = await callTool(session, tool).reply();
  let reply: Reply = first;
  let rounds = 0;
  while (rounds < MAX_ROUNDS && (rounds === 0 || isInputDemand(reply.result))) {
    if (!judgeDemand(t, tool, reply)) {
      t.notVerified('mrtr.retry-completes', `answer ${tool} with resultType input_required`);
      return first;
    }
    const answers = makeAnswers(listInputRequests(reply), text);
    reply = await retry(session, 'tools/call', params, reply, answers).reply();
    rounds += 1;
  }
  const words = shown?.words(text) ?? [];
  const isShown = words.length === 0 || words.some((word) => readText(reply.result).includes(word));
  t.satisfies(
    'mrtr.retry-completes',
    reply.at(reply.isError ? '/error' : '/result'),
    () => hasSucceeded(reply.result) && (isShown || shown?.strict !== true),
    `a complete result${shown?.strict === true ? ` that contains ${words.join(' or ')}` : ''}`,
  );
  if (demand !== undefined && !demand.is(first))
    t.notVerified('mrtr.retry-completes', `demand ${demand.what} in ${tool}`);
  if (rounds < due) t.notVerified('mrtr.retry-completes', `demand input ${due} times in ${tool}`);
  if (!isShown) t.notVerified('mrtr.retry-completes', `say ${words.join(' or ')} in the result of ${tool}`);
  return first;
}
