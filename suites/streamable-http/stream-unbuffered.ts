import { makeCalls } from '../support/http-calls.js';
import { GLANCE_MS, greet, isStream } from '../support/http-client.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'http.stream-unbuffered';

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'Response streams ask proxies not to buffer them',
    requirements: [REQUIREMENT],
    revisions: { era: 'modern' },
  },
  async (t) => {
    const client = await greet(t, [REQUIREMENT]);
    if (client === undefined) return;
    const listen = client.request('subscriptions/listen', { notifications: { toolsListChanged: true } });
    const exchanges = [await t.wait(client.post(listen, { timeout: GLANCE_MS }))];
    const dress = () => ({ _meta: { progressToken: 'unbuffered' } });
    for (const call of await makeCalls(t, client, { dress })) exchanges.push(await client.post(call));
    const streams = exchanges.filter(isStream);
    if (streams.length === 0) t.notApplicable(REQUIREMENT, 'this target answers in JSON, without streams');
    for (const stream of streams) t.equal(REQUIREMENT, stream.header('x-accel-buffering'), 'no');
  },
);
