import { defineScenario } from '../../scenario.js';
import { judgeListChanged } from '../../support/list-changed.js';

export default defineScenario(
  {
    title: 'A change of the tools is announced',
    requirements: ['tools.list-changed'],
    needs: { capabilities: ['tools.listChanged'], tools: ['test_trigger_tool_change'] },
    isolation: 'exclusive',
  },
  (t) =>
    judgeListChanged(t, {
      requirement: 'tools.list-changed',
      trigger: 'test_trigger_tool_change',
      filter: { toolsListChanged: true },
      method: 'notifications/tools/list_changed',
    }),
);
