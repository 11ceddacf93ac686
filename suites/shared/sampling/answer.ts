import { answering, SAMPLE } from '../../support/asking.js';
import { callTool, textOf, unguessable } from '../../support/calls.js';
import { defineScenario } from '../../scenario.js';
import { isInteger, isObject } from '../../support/values.js';

const RULES = ['sampling.request-complete', 'sampling.tools-only-declared', 'sampling.answer-used'] as const;

export default defineScenario(
  {
    title: 'A tool has the client sample, and uses what it generated',
    requirements: RULES,
    needs: { capabilities: ['tools'], tools: ['test_sampling'] },
    revisions: { era: 'legacy' },
    isolation: 'session',
  },
  async (t) => {
    const session = await t.session();
    const text = unguessable(() => t.random());
    const prompt = unguessable(() => t.random());
    const asked = answering(session, SAMPLE, () => ({
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
    t.satisfies(
      'sampling.request-complete',
      request.at('/params'),
      (params) =>
        isObject(params) &&
        Array.isArray(params['messages']) &&
        params['messages'].length > 0 &&
        params['messages'].every(isMessage) &&
        isInteger(params['maxTokens']) &&
        params['maxTokens'] > 0,
      'messages of users and assistants, and a positive maxTokens',
    );
    if (t.revision >= '2025-11-25') {
      t.satisfies(
        'sampling.tools-only-declared',
        request.at('/params'),
        (params) => isObject(params) && params['tools'] === undefined && params['toolChoice'] === undefined,
        'no tools, as this client does not declare sampling.tools',
      );
    }
    t.satisfies(
      'sampling.answer-used',
      reply.at('/result'),
      (result) => textOf(result).includes(text),
      `a result with the sampled text ${text}`,
    );
  },
);

const isMessage = (message: unknown): boolean =>
  isObject(message) &&
  (message['role'] === 'user' || message['role'] === 'assistant') &&
  typeof message['content'] === 'object' &&
  message['content'] !== null;
