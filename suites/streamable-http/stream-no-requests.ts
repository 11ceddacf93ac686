import { makeCalls } from '../support/http-calls.js';
import { parseEventDocument } from '../support/event-stream.js';
import { greet } from '../support/http-client.js';
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
    const answered = await client.postInTurn(calls);
    for (const exchange of answered.filter(isStream)) {
      streams += 1;
      t.satisfies(
        REQUIREMENT,
        exchange.body,
        () => !exchange.events.some((event) => isRequest(parseEventDocument(event))),
        'no event with a method and an id',
      );
    }
    if (streams > 0) return;
    if (calls.length > 0) passOverStreams(t, REQUIREMENT, answered);
    else t.notVerified(REQUIREMENT, 'offer a tool that is safe to call');
  },
);
