import { isSingular, readText } from '../support/event-stream.js';
import { greet } from '../support/http-greet.js';
import { isStream } from '../support/http-judge.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'http.message-on-one-stream';

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'What a call says while it is at work comes on one stream alone',
    requirements: [REQUIREMENT],
    needs: { role: 'progress' },
    revisions: { from: '2025-03-26', to: '2025-11-25' },
  },
  async (t) => {
    const client = await greet(t, [REQUIREMENT]);
    if (client === undefined) return;
    const { name, arguments: args, tool } = await t.role('progress');
    client.tools.set(name, tool);
    // A token of its own on each call makes every progress notification unlike all others.
    const posts = ['once', 'again'].map((progressToken) =>
      client.request('tools/call', { name, arguments: args, _meta: { progressToken } }),
    );
    const { stream, brought } = await client.watch(() => Promise.all(posts.map((post) => client.post(post))));
    const elsewhere = new Set(isStream(stream) ? stream.events.filter(isSingular).map(readText) : []);
    let judged = 0;
    for (const exchange of brought.filter(isStream)) {
      const messages = exchange.events.filter(isSingular);
      // Responses alone are no news: that they stay off the GET stream is judged by `get-stream-content`.
      if (messages.length < 2) continue;
      judged += 1;
      const isNew = () => !messages.some((event) => elsewhere.has(readText(event)));
      t.satisfies(REQUIREMENT, exchange.body, isNew, 'messages that were not sent on another stream as well');
      for (const event of messages) elsewhere.add(readText(event));
    }
    if (judged === 0) t.notVerified(REQUIREMENT, `report the progress of ${name} on the stream of its call`);
  },
);
