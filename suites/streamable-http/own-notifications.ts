import type { HttpExchange } from '../../adapters/streamable-http/endpoint.js';
import { parseEventDocument } from '../support/event-stream.js';
import { greet } from '../support/http-greet.js';
import { isStream } from '../support/http-judge.js';
import { isObject } from '../../adapters/json.js';
import { defineBindingScenario } from '../scenario.js';

const MODERN = 'http.stream-carries-own-notifications';
const LEGACY = 'http.stream-relates-to-request';
const TOOL = 'test_tool_with_progress';

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'Progress comes on the stream of its own request',
    requirements: [MODERN, LEGACY],
    needs: { tools: [TOOL] },
    revisions: { from: '2025-03-26' },
  },
  async (t) => {
    const client = await greet(t, [MODERN, LEGACY]);
    if (client === undefined) return;
    const tokens = ['own-a', 'own-b', 'own-c'];
    const posts = tokens.map((progressToken) =>
      client.request('tools/call', { name: TOOL, arguments: {}, _meta: { progressToken } }),
    );
    const exchanges = await Promise.all(posts.map((post) => client.post(post)));
    let seen = 0;
    for (const [at, exchange] of exchanges.entries()) {
      const progress = isStream(exchange) ? progressTokens(exchange.events) : [];
      if (progress.length === 0) continue;
      seen += 1;
      const isOwn = () => progress.every((token) => token === tokens[at]);
      for (const id of [MODERN, LEGACY] as const)
        t.satisfies(id, exchange.body, isOwn, `progress of the token ${tokens[at]} only`);
    }
    if (seen > 0) return;
    for (const id of [MODERN, LEGACY] as const)
      t.notVerified(id, `report progress of \`${TOOL}\` on its stream`);
  },
);

const progressTokens = (events: HttpExchange['events']): unknown[] =>
  events.flatMap((event) => {
    const document = parseEventDocument(event);
    if (!isObject(document) || document['method'] !== 'notifications/progress') return [];
    return [isObject(document['params']) ? document['params']['progressToken'] : undefined];
  });
