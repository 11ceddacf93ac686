import { makeCalls } from '../support/http-calls.js';
import { isResponseEvent } from '../support/event-stream.js';
import { greet } from '../support/http-greet.js';
import { isStream, passOverStreams } from '../support/http-judge.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'http.stream-ends-after-response';
/** Milliseconds from the response to the end of its stream. */
const END_MS = 3_000;

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
    // Some servers stream only what has something to say before the response.
    const dress = (name: string) => ({ _meta: { progressToken: `ends-${name}` } });
    const posts = [client.probe(), client.request('tools/list'), ...(await makeCalls(t, client, { dress }))];
    // Side by side, so that a server that ends none costs the wait for an end once.
    const exchanges = await t.wait(Promise.all(posts.map((post) => client.post(post, { endMs: END_MS }))));
    let streams = 0;
    for (const [at, exchange] of exchanges.entries()) {
      // What takes longer than we wait has not been answered yet: nothing to say about its end.
      const id = posts[at]?.document['id'];
      if (!exchange.events.some((event) => isResponseEvent(event, id))) continue;
      streams += 1;
      const ended = () => exchange.complete || !exchange.cutByUs;
      t.satisfies(REQUIREMENT, exchange.body, ended, `the end of the stream within ${END_MS / 1000} s of it`);
    }
    if (streams > 0) return;
    if (exchanges.some(isStream)) t.notVerified(REQUIREMENT, 'answer a request on a stream in time');
    else passOverStreams(t, REQUIREMENT, exchanges);
  },
);
