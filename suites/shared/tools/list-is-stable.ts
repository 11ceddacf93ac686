import { defineScenario } from '../../scenario.js';
import { noteNoneListed } from '../../support/none-listed.js';
import { judgeSameEverywhere, listKeys } from '../../support/same-everywhere.js';
import { tryTool } from '../../support/tool-calls.js';

const ORDER = 'tools.list-stable-order';

export default defineScenario(
  {
    title: 'The list of tools is the same in order and content wherever it is asked for',
    requirements: [ORDER, 'tools.list-same-everywhere'],
    needs: { capabilities: ['tools'] },
    revisions: { era: 'modern' },
    opensAnother: 'lists',
  },
  async (t) => {
    const listings = await judgeSameEverywhere(t, {
      requirement: 'tools.list-same-everywhere',
      method: 'tools/list',
      use: async (session) => {
        const [call] = await t.safeCalls();
        if (call !== undefined) await tryTool(session, call);
      },
    });
    const orders = new Map<string, string>();
    let compared = 0;
    for (const listing of listings) {
      const names = listKeys(listing).map(String);
      if (names.length < 2) continue;
      const set = [...names].sort().join('\n');
      const order = names.join('\n');
      const before = orders.get(set);
      orders.set(set, before ?? order);
      // Only the same tools have an order to keep: a list may change with time.
      if (before === undefined) continue;
      compared += 1;
      t.satisfies(
        ORDER,
        listing.first.at('/result/tools'),
        () => order === before,
        `the same tools in the same order, ${before.split('\n').join(', ')}`,
      );
    }
    const [first] = listings;
    if (compared > 0) return;
    if (first !== undefined && first.items.length < 2) noteNoneListed(t, first, 'two tools', ORDER);
    else t.notVerified(ORDER, 'list the same two tools or more, each time that it is asked');
  },
);
