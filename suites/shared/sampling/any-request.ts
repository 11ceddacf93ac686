import { defineScenario } from '../../scenario.js';
import { callLent, hasMethod } from '../../support/tool-calls.js';
import { judgeSampling, SAMPLE } from '../../support/server-requests.js';

const RULES = ['sampling.request-complete', 'sampling.tools-only-declared'] as const;

export default defineScenario(
  {
    title: 'What a tool has the client sample is complete',
    requirements: RULES,
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
    for (const rule of RULES) t.notVerified(rule, `send ${SAMPLE} from ${call.name}`);
  },
);
