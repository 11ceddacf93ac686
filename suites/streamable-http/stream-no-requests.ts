import { makeCalls } from '../support/http-calls.js';
import { parseEventDocument } from '../support/event-stream.js';
import { greet } from '../support/http-greet.js';
import { isStream, passOverStreams } from '../support/http-judge.js';
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
    const calls = await makeCalls(t, client, { dress, capabilities: everything });
    const exchanges = await client.postInTurn([...calls, client.probe()]);
    for (const exchange of exchanges.filter(isStream)) {
      streams += 1;
      t.satisfies(
        REQUIREMENT,
        exchange.body,
        () => !exchange.events.some((event) => isRequest(parseEventDocument(event))),
        'no event with a method and an id',
      );
    }
    if (streams === 0) passOverStreams(t, REQUIREMENT, exchanges);
  },
);
