import { greet, isStream } from '../binding/http.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'http.stream-ends-after-response';

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'A response stream ends after the response',
    requirements: [REQUIREMENT],
    revisions: { from: '2025-03-26' },
  },
  async (t) => {
    const client = await greet(t, [REQUIREMENT]);
    if (client === undefined) return;
    const posts = [client.probe(), client.request('tools/list')];
    // Some servers stream tool calls only.
    const [call] = await t.safeCalls();
    if (call !== undefined) {
      client.tools.set(call.name, call.tool);
      posts.push(client.request('tools/call', { name: call.name, arguments: call.arguments }));
    }
    let streams = 0;
    for (const post of posts) {
      const exchange = await client.post(post);
      if (!isStream(exchange) || !exchange.body.value.includes('data:')) continue;
      streams += 1;
      t.satisfies(
        REQUIREMENT,
        exchange.body,
        () => exchange.complete,
        'the stream to end after the response',
      );
    }
    if (streams === 0) t.notApplicable(REQUIREMENT, 'this target answers in JSON, without streams');
  },
);
