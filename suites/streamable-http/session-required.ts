import { greet } from '../support/http-greet.js';
import { observeOutcome } from '../support/http-judge.js';
import { isResult } from '../../adapters/json-rpc.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'http.session-required';

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'A request without the session id it needs gets 400',
    requirements: [REQUIREMENT],
    revisions: { from: '2025-03-26', to: '2025-11-25' },
  },
  async (t) => {
    const client = await greet(t, [REQUIREMENT]);
    if (client === undefined) return;
    if (client.sessionId === undefined) {
      return t.notApplicable(REQUIREMENT, 'this target gives out no session ids');
    }
    if (!(await client.serves(client.probe()))) {
      return t.notVerified(REQUIREMENT, 'answer the same request with the session id');
    }
    const exchange = await client.post(client.probe(), { headers: { 'mcp-session-id': null } });
    if (isResult(exchange.json().value)) {
      return t.notApplicable(REQUIREMENT, 'this target serves requests without a session id');
    }
    t.equal(REQUIREMENT, observeOutcome(exchange), 400);
  },
);
