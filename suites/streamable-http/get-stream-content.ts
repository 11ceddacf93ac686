import { parseEventDocument } from '../support/event-stream.js';
import { makeCalls } from '../support/http-calls.js';
import { greet } from '../support/http-greet.js';
import { isStream } from '../support/http-judge.js';
import { isObject } from '../../adapters/json.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'http.get-stream-no-responses';

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'The GET stream carries no responses',
    requirements: [REQUIREMENT],
    revisions: { from: '2025-03-26', to: '2025-11-25' },
  },
  async (t) => {
    const client = await greet(t, [REQUIREMENT]);
    if (client === undefined) return;
    const posts = [client.probe(), ...(await makeCalls(t, client))];
    const { stream } = await client.watch(() => client.postInTurn(posts));
    if (!isStream(stream)) {
      if (stream.status?.value === 405) t.notApplicable(REQUIREMENT, 'this target opens no stream on GET');
      else t.notVerified(REQUIREMENT, 'open a stream on GET, or answer with status 405');
      return;
    }
    const isResponse = (document: unknown) =>
      isObject(document) && !('method' in document) && 'id' in document;
    t.satisfies(
      REQUIREMENT,
      stream.body,
      () => !stream.events.some((event) => isResponse(parseEventDocument(event))),
      'no response among the events of the GET stream',
    );
  },
);
