import { greet } from '../support/http-greet.js';
import { judgeNotServed, observeOutcome } from '../support/http-judge.js';
import { defineBindingScenario } from '../scenario.js';

const RULE = 'http.session-is-no-credential';
const UNAUTHORIZED = 401;

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'Who has no token is not served for knowing the session of somebody who has one',
    requirements: [RULE],
    revisions: { from: '2025-03-26', to: '2025-11-25' },
  },
  async (t) => {
    const client = await greet(t, [RULE]);
    if (client === undefined) return;
    if (client.sessionId === undefined) return t.notApplicable(RULE, 'this target gives out no session ids');
    const strange = { authorization: null, 'mcp-session-id': null };
    const refused = await client.post(client.probe(), { headers: strange });
    if (refused.status === undefined) return t.notVerified(RULE, 'answer in time who has no token');
    if (observeOutcome(refused).value !== UNAUTHORIZED)
      return t.notApplicable(RULE, 'this target asks for no token, or looks at the session first');
    if (!(await client.serves(client.probe())))
      return t.notVerified(RULE, 'answer the same request with a token: `--bearer-env NAME` gives one');
    const exchange = await client.post(client.probe(), { headers: { authorization: null } });
    await judgeNotServed(t, RULE, client, exchange, 'a refusal, as without the session id');
  },
);
