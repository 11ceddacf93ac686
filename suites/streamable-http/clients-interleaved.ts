import { setTimeout as waitFor } from 'node:timers/promises';
import { isObject } from '../../adapters/json.js';
import type { HttpExchange } from '../../adapters/streamable-http/endpoint.js';
import { type HttpClient, type Post } from '../support/http-client.js';
import { greet } from '../support/http-greet.js';
import { observeOutcome } from '../support/http-judge.js';
import { defineBindingScenario } from '../scenario.js';

const RULE = 'apart.replies';
const ANSWERED = 'jsonrpc.request-answered';
/** How often both are on their way at once. */
const TIMES = 3;
const OK = 200;

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'Two clients whose requests are on their way at the same time each get the answers to their own',
    requirements: [RULE, ANSWERED],
    revisions: { from: '2025-03-26', to: '2025-11-25' },
  },
  async (t) => {
    const one = await greet(t, [RULE, ANSWERED]);
    const other = await greet(t, [RULE, ANSWERED]);
    if (one === undefined || other === undefined) return;
    const [alone] = await send(t, [[one, one.probe()]]);
    const [list] = await send(t, [[other, other.request('tools/list')]]);
    if (!isPing(alone) || !isList(list)) {
      for (const id of [RULE, ANSWERED] as const)
        t.notVerified(id, 'list tools, and answer requests whose body comes a moment after their head');
      return;
    }
    for (let turn = 0; turn < TIMES; turn += 1) {
      // The same id on both: each client counts by itself.
      const sent = [
        [one, one.probe()],
        [other, other.request('tools/list')],
      ] as const;
      const [ping, listed] = await send(t, turn % 2 === 0 ? sent : sent.toReversed());
      const [first, second] = turn % 2 === 0 ? [ping, listed] : [listed, ping];
      const isRight = judge(first, isPing, isList, 'ping') && judge(second, isList, isPing, 'tools/list');
      if (!isRight) return;
    }

    function judge(
      exchange: HttpExchange | undefined,
      isMine: Check,
      isOthers: Check,
      method: string,
    ): boolean {
      if (exchange === undefined) return false;
      const { status } = exchange;
      const document = exchange.json();
      const isSilent = status === undefined || (status.value === OK && document.value === undefined);
      // Any other answer is judged elsewhere.
      if (!isMine(exchange) && !isOthers(exchange) && !isSilent) return false;
      const place = status === undefined ? observeOutcome(exchange) : document;
      const what = `the answer to ${method}, as it comes where no other client asks`;
      t.satisfies(ANSWERED, place, () => isMine(exchange) || isOthers(exchange), what);
      return t.satisfies(RULE, place, () => isMine(exchange), what);
    }
  },
);

type Check = (exchange: HttpExchange | undefined) => boolean;

const resultOf = (exchange: HttpExchange | undefined): Record<string, unknown> | undefined => {
  const document = exchange?.json().value;
  return isObject(document) && isObject(document['result']) ? document['result'] : undefined;
};
const isList: Check = (exchange) => Array.isArray(resultOf(exchange)?.['tools']);
const isPing: Check = (exchange) => resultOf(exchange) !== undefined && !isList(exchange);

/** All heads are there before the rest of any body comes. */
async function send(
  t: { quietMs: number; wait<T>(promise: Promise<T>): Promise<T> },
  posts: readonly (readonly [HttpClient, Post])[],
): Promise<HttpExchange[]> {
  const bodyAfter = waitFor(t.quietMs);
  return t.wait(Promise.all(posts.map(([client, post]) => client.post(post, { bodyAfter }))));
}
