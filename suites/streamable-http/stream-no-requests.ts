import { makeCalls } from '../support/http-calls.js';
import { parseEventDocument, parseEvents } from '../support/event-stream.js';
import { greet, isStream } from '../support/http-client.js';
import { isRequest } from '../../adapters/json-rpc.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'http.stream-no-requests';

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'Response streams carry no requests of the server',
    requirements: [REQUIREMENT],
    revisions: { era: 'modern' },
  },
  async (t) => {
    const client = await greet(t, [REQUIREMENT]);
    if (client === undefined) return;
    const everything = { sampling: {}, elicitation: {}, roots: {} };
    let streams = 0;
    const dress = () => ({ _meta: { progressToken: 'asked' } });
    for (const call of await makeCalls(t, client, { dress, capabilities: everything })) {
      const exchange = await client.post(call);
      if (!isStream(exchange)) continue;
      streams += 1;
      t.satisfies(
        REQUIREMENT,
        exchange.body,
        (body) => !parseEvents(body).some((event) => isRequest(parseEventDocument(event))),
        'no event with a method and an id',
      );
    }
    if (streams === 0)
      t.notVerified(REQUIREMENT, 'answer a tool call that is safe to make with an event stream');
  },
);
