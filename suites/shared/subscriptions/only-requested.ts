import { defineScenario } from '../../scenario.js';
import { callTool, hasMethod } from '../../support/tool-calls.js';
import {
  awaitAcknowledgement,
  CHANGE_WITHIN_MS,
  isUnder,
  listen,
  TOOLS_CHANGED,
} from '../../support/subscription.js';

export default defineScenario(
  {
    title: 'A subscription delivers nothing that it did not ask for',
    requirements: ['subscriptions.only-requested'],
    needs: {
      capabilities: ['tools.listChanged', 'prompts.listChanged'],
      tools: ['test_trigger_tool_change'],
    },
    revisions: { era: 'modern' },
    isolation: 'exclusive',
  },
  async (t) => {
    const session = await t.session();
    const tools = listen(session, { toolsListChanged: true });
    const prompts = listen(session, { promptsListChanged: true });
    await awaitAcknowledgement(session, tools);
    await awaitAcknowledgement(session, prompts);
    await callTool(session, 'test_trigger_tool_change').reply();
    // The change did happen: whoever asked for it hears of it.
    if ((await tools.events.next(hasMethod(TOOLS_CHANGED), CHANGE_WITHIN_MS)) === undefined) {
      return t.notVerified('subscriptions.only-requested', `send ${TOOLS_CHANGED} to a subscription`);
    }
    await t.absent('subscriptions.only-requested', {
      session,
      in: prompts.events,
      match: (message) => message.method === TOOLS_CHANGED && !isUnder(tools)(message),
      what: `${TOOLS_CHANGED} on a subscription to prompts`,
    });
    session.cancel(tools);
    session.cancel(prompts);
  },
);
