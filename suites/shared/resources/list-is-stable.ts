import { defineScenario } from '../../scenario.js';
import { judgeSameEverywhere } from '../../support/same-everywhere.js';

export default defineScenario(
  {
    title: 'The list of resources is the same wherever it is asked for',
    requirements: ['resources.list-same-everywhere'],
    needs: { capabilities: ['resources'] },
    revisions: { era: 'modern' },
  },
  (t) =>
    judgeSameEverywhere(t, {
      requirement: 'resources.list-same-everywhere',
      method: 'resources/list',
      key: 'resources',
      name: 'uri',
      use: (uri) => ['resources/read', { uri }],
    }),
);
