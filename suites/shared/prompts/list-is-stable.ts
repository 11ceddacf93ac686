import { defineScenario } from '../../scenario.js';
import { selectAskable } from '../../support/listed.js';
import { judgeSameEverywhere } from '../../support/same-everywhere.js';

export default defineScenario(
  {
    title: 'The list of prompts is the same wherever it is asked for',
    requirements: ['prompts.list-same-everywhere'],
    needs: { capabilities: ['prompts'] },
    revisions: { era: 'modern' },
    opensAnother: 'lists',
  },
  async (t) => {
    await judgeSameEverywhere(t, {
      requirement: 'prompts.list-same-everywhere',
      method: 'prompts/list',
      use: async (session, before) => {
        const [one] = selectAskable(before);
        if (one === undefined) return;
        // It may take as long as it likes.
        const used = session.request('prompts/get', { name: one.key });
        if ((await used.maybe()) === undefined) session.cancel(used);
      },
    });
  },
);
