import { defineScenario } from '../../scenario.js';
import { judgeSameEverywhere } from '../../support/same-everywhere.js';

export default defineScenario(
  {
    title: 'The list of prompts is the same wherever it is asked for',
    requirements: ['prompts.list-same-everywhere'],
    needs: { capabilities: ['prompts'] },
    revisions: { era: 'modern' },
  },
  (t) =>
    judgeSameEverywhere(t, {
      requirement: 'prompts.list-same-everywhere',
      method: 'prompts/list',
      key: 'prompts',
      name: 'name',
      use: (name) => ['prompts/get', { name }],
    }),
);
