import { defineScenario } from '../../scenario.js';
import { callTool } from '../../support/calls.js';
import { isBelow, isLog, LOG_MESSAGE } from '../../support/logging.js';

const TOOL = 'test_tool_with_logging';
const RULES = ['logging.messages-sent', 'logging.level-respected', 'logging.capability-declared'] as const;
/** How long a message may take that a tool sends while it runs. */
const MESSAGE_WITHIN_MS = 1_000;

export default defineScenario(
  {
    title: 'A client gets the log messages of the level that it set, and no lesser ones',
    requirements: RULES,
    needs: { capabilities: ['tools'], tools: [TOOL] },
    revisions: { era: 'legacy' },
  },
  async (t) => {
    const session = await t.session();
    await session.request('logging/setLevel', { level: 'debug' }).reply();
    const call = await callTool(session, TOOL).reply();
    const message = await session.events.next(isLog, MESSAGE_WITHIN_MS);
    if (message === undefined && !session.declares('logging')) {
      for (const rule of RULES) t.notApplicable(rule, 'this server neither declares logging nor logs');
      return;
    }
    t.satisfies(
      'logging.messages-sent',
      message?.at('/params/level') ?? call.at('/result'),
      () => message !== undefined,
      `${LOG_MESSAGE} of ${TOOL}, which logs at the level info`,
    );
    if (message === undefined) {
      t.notVerified('logging.capability-declared', `send the log messages of ${TOOL}`);
      return t.notVerified('logging.level-respected', `send the log messages of ${TOOL}`);
    }
    t.satisfies(
      'logging.capability-declared',
      session.opening.at('/result/capabilities/logging'),
      (logging) => logging !== undefined,
      'the capability logging, as log messages are sent',
    );
    const raised = await session.request('logging/setLevel', { level: 'error' }).reply();
    await callTool(session, TOOL).reply();
    const lesser = isBelow('error');
    await t.absent('logging.level-respected', {
      session,
      match: (event) => event.entry > raised.entry && lesser(event),
      what: `${LOG_MESSAGE} below the level error`,
    });
    await session.request('logging/setLevel', { level: 'debug' }).reply();
  },
);
