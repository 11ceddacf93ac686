import { greet } from '../support/http-greet.js';
import { isBetween, judgeAllow, observeOutcome } from '../support/http-judge.js';
import { isResult } from '../../adapters/json-rpc.js';
import { defineBindingScenario } from '../scenario.js';

const ENDED = 'http.session-ended-not-found';
const UNKNOWN = 'robustness.http-unknown-session';
const ALLOW = 'http.405-names-allowed-methods';

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'An ended session is not found any more',
    requirements: [ENDED, UNKNOWN, ALLOW],
    revisions: { from: '2025-03-26', to: '2025-11-25' },
  },
  async (t) => {
    const client = await greet(t, [ENDED, UNKNOWN]);
    if (client === undefined) return;
    if (client.sessionId === undefined) {
      // Nothing is ended, so nothing can be forbidden.
      for (const id of [ENDED, UNKNOWN, ALLOW] as const)
        t.notApplicable(id, 'this target gives out no session ids');
      return;
    }
    if (!(await client.serves(client.probe()))) {
      for (const id of [ENDED, UNKNOWN] as const)
        t.notVerified(id, 'answer a request of a session that is open');
      return;
    }
    const unknown = { 'mcp-session-id': '00000000-0000-4000-8000-000000000000' };
    const unmatched = await client.post(client.probe(), { headers: unknown });
    if (isResult(unmatched.json().value))
      t.notApplicable(UNKNOWN, 'this target does not look at session ids');
    else t.equal(UNKNOWN, observeOutcome(unmatched), 404);

    const ending = await client.ask('DELETE');
    judgeAllow(t, ending);
    if (!isBetween(200, 299)(ending.status?.value)) {
      return t.notVerified(ENDED, 'let clients end sessions with DELETE');
    }
    client.connection.settle({ revision: client.revision, sessionId: null });
    t.equal(ENDED, observeOutcome(await client.post(client.probe())), 404);
  },
);
