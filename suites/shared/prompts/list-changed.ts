import { defineScenario } from '../../scenario.js';
import { judgeListChanged } from '../../support/list-changed.js';

export default defineScenario(
  {
    title: 'A change of the prompts is announced',
    requirements: ['prompts.list-changed'],
    needs: { capabilities: ['prompts.listChanged'], tools: ['test_trigger_prompt_change'] },
    isolation: 'exclusive',
  },
  (t) =>
    judgeListChanged(t, {
      requirement: 'prompts.list-changed',
      trigger: 'test_trigger_prompt_change',
      filter: { promptsListChanged: true },
      method: 'notifications/prompts/list_changed',
    }),
);
