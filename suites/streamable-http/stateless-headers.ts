import { greet, findLegacyRevision } from '../support/http-greet.js';
import { judgeHttpServed } from '../support/http-judge.js';
import { isResult } from '../../adapters/json-rpc.js';
import { defineBindingScenario } from '../scenario.js';

const SESSION = 'http.session-header-ignored';
const LAST_EVENT = 'http.last-event-id-ignored';

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'Session and resumption headers mean nothing to a modern request',
    requirements: [SESSION, LAST_EVENT],
    revisions: { era: 'modern' },
  },
  async (t) => {
    const client = await greet(t, [SESSION, LAST_EVENT]);
    if (client === undefined) return;
    const legacy = await findLegacyRevision(client);
    if (legacy !== undefined) {
      // Then such headers have a meaning here, if only for older clients; the sentence speaks of other servers.
      for (const id of [SESSION, LAST_EVENT] as const)
        t.notApplicable(id, `this target serves ${legacy} as well`);
      return;
    }
    const plain = await client.post(client.probe());
    if (!isResult(plain.json().value)) {
      for (const id of [SESSION, LAST_EVENT] as const)
        t.notVerified(id, 'answer the same request without the header');
      return;
    }
    t.equal(SESSION, plain.header('mcp-session-id'), undefined);

    const session = { 'mcp-session-id': '00000000-0000-4000-8000-000000000000' };
    const named = await client.post(client.probe(), { headers: session });
    judgeHttpServed(t, SESSION, named, 'the same result as without the header');
    t.equal(SESSION, named.header('mcp-session-id'), undefined);

    const resumed = await client.post(client.probe(), { headers: { 'last-event-id': 'no-such-event' } });
    judgeHttpServed(t, LAST_EVENT, resumed, 'the same result as without the header');
  },
);
