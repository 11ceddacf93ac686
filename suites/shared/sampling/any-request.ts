import { defineScenario } from '../../scenario.js';
import { callLent, hasMethod } from '../../support/tool-calls.js';
import { judgeSampling, SAMPLE, SAMPLING_RULES } from '../../support/server-requests.js';

export default defineScenario(
  {
    title: 'What a tool has the client sample is complete',
    requirements: SAMPLING_RULES,
    needs: { capabilities: ['tools'], role: 'sampling' },
    revisions: { era: 'legacy' },
  },
  async (t) => {
    const session = await t.session();
    const call = await t.role('sampling');
    await callLent(session, call);
    const asked = session.events.seen.filter(hasMethod(SAMPLE));
    for (const request of asked) judgeSampling(t, request);
    if (asked.length > 0) return;
    for (const rule of SAMPLING_RULES) t.notVerified(rule, `send ${SAMPLE} from ${call.name}`);
  },
);
