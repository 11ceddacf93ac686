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

/**
 * Calls a fixture tool and answers whatever it demands until it completes. `shown` says what of the input its result
 * repeats: the text that was typed, the number of roots, or nothing. Returns the first demand, as it came.
 */
export async function judgeRoundTrip(
  t: Context<(typeof ROUND_TRIP)[number]>,
  tool: string,
  shown: 'text' | 'roots' | 'nothing' = 'text',
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
  const expected = { text, roots: '1', nothing: '' }[shown];
  t.satisfies(
    'mrtr.retry-completes',
    reply.at('/result'),
    (result) => hasSucceeded(result) && readText(result).includes(expected),
    `a complete result${expected === '' ? '' : ` that contains ${expected}`}`,
  );
  return first;
}
