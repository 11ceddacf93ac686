import { greet, findLegacyRevision } from '../support/http-greet.js';
import { judgeAllow, observeOutcome } from '../support/http-judge.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'http.legacy-verbs-refused';

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'A server without legacy revisions allows neither GET nor DELETE',
    requirements: [REQUIREMENT, 'http.405-names-allowed-methods'],
    revisions: { era: 'modern' },
  },
  async (t) => {
    const client = await greet(t, [REQUIREMENT]);
    if (client === undefined) return;
    const version = await findLegacyRevision(client);
    for (const method of ['GET', 'DELETE']) {
      const exchange = await t.wait(client.ask(method, { accept: 'text/event-stream' }));
      judgeAllow(t, exchange);
      if (version === undefined) t.equal(REQUIREMENT, observeOutcome(exchange), 405);
    }
    if (version !== undefined) t.notApplicable(REQUIREMENT, `this target serves ${version} as well`);
  },
);
