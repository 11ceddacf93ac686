import { defineScenario } from '../../scenario.js';
import { selectAskable } from '../../support/listed.js';
import { judgeSameEverywhere } from '../../support/same-everywhere.js';

export default defineScenario(
  {
    title: 'The list of resources is the same wherever it is asked for',
    requirements: ['resources.list-same-everywhere'],
    needs: { capabilities: ['resources'] },
    revisions: { era: 'modern' },
    opensAnother: 'lists',
  },
  async (t) => {
    await judgeSameEverywhere(t, {
      requirement: 'resources.list-same-everywhere',
      method: 'resources/list',
      use: async (session, before) => {
        const [one] = selectAskable(before);
        if (one === undefined) return;
        // It may take as long as it likes.
        const used = session.request('resources/read', { uri: one.key });
        if ((await used.maybe()) === undefined) session.cancel(used);
      },
    });
  },
);
