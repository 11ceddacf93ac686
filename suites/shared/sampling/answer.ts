import { answerWith, judgeSampling, SAMPLE, SAMPLING_RULES } from '../../support/server-requests.js';
import { callTool, readText, makeUnguessable } from '../../support/tool-calls.js';
import { defineScenario } from '../../scenario.js';

const RULES = [...SAMPLING_RULES, 'sampling.answer-used'] as const;

export default defineScenario(
  {
    title: 'A tool has the client sample, and uses what it generated',
    requirements: RULES,
    needs: { capabilities: ['tools'], tools: ['test_sampling'] },
    revisions: { era: 'legacy' },
  },
  async (t) => {
    const session = await t.session();
    const text = makeUnguessable(() => t.random());
    const prompt = makeUnguessable(() => t.random());
    const asked = answerWith(session, SAMPLE, () => ({
      role: 'assistant',
      content: { type: 'text', text },
      model: 'canned',
      stopReason: 'endTurn',
    }));
    const reply = await callTool(session, 'test_sampling', { prompt }).reply();
    const [request] = asked;
    if (request === undefined) {
      for (const rule of RULES) t.notVerified(rule, `send ${SAMPLE} from test_sampling`);
      return;
    }
    judgeSampling(t, request);
    t.satisfies(
      'sampling.answer-used',
      reply.at('/result'),
      (result) => readText(result).includes(text),
      `a result with the sampled text ${text}`,
    );
  },
);
