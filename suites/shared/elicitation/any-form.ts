import { defineScenario } from '../../scenario.js';
import { callLent, hasMethod } from '../../support/tool-calls.js';
import { ELICIT, judgeForm } from '../../support/server-requests.js';

const RULES = [
  'elicitation.request-complete',
  'elicitation.schema-flat',
  'elicitation.mode-declared',
] as const;

export default defineScenario(
  {
    title: 'What a tool asks the user is a form that the client can show',
    requirements: RULES,
    needs: { capabilities: ['tools'], role: 'elicitation' },
    revisions: { era: 'legacy', from: '2025-06-18' },
  },
  async (t) => {
    const session = await t.session();
    const call = await t.role('elicitation');
    await callLent(session, call);
    const asked = session.events.seen.filter(hasMethod(ELICIT));
    for (const request of asked) judgeForm(t, request);
    if (asked.length > 0) return;
    for (const rule of RULES) t.notVerified(rule, `send ${ELICIT} from ${call.name}`);
  },
);
