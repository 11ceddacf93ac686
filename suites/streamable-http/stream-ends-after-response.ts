import { makeCalls } from '../support/http-calls.js';
import { parseEventDocument, parseEvents } from '../support/event-stream.js';
import { greet, isStream } from '../support/http-client.js';
import { defineBindingScenario } from '../scenario.js';
import { isObject } from '../../adapters/json.js';

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
    // Some servers stream only what has something to say before the response.
    const dress = (name: string) => ({ _meta: { progressToken: `ends-${name}` } });
    const posts = [client.probe(), client.request('tools/list'), ...(await makeCalls(t, client, { dress }))];
    let streams = 0;
    for (const post of posts) {
      const exchange = await client.post(post);
      // A call that takes longer than we wait has not been answered yet: nothing to say about its end.
      const answers = (document: unknown) => isObject(document) && document['id'] === post.document['id'];
      if (
        !isStream(exchange) ||
        !parseEvents(exchange.body.value).some((event) => answers(parseEventDocument(event)))
      )
        continue;
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
