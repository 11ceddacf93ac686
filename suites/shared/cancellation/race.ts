import { setTimeout } from 'node:timers/promises';
import { defineScenario } from '../../scenario.js';
import { listDeclaredLists } from '../../support/lists.js';
import { isObject } from '../../../adapters/json.js';

const TIMES = 10;

export default defineScenario(
  {
    title: 'A cancellation that crosses the reply does no harm',
    requirements: ['cancellation.races-handled'],
  },
  async (t) => {
    const session = await t.session();
    const method = await findWorking();
    if (method === undefined)
      return t.notVerified('cancellation.races-handled', 'answer a list, or its probe, with a result');
    for (let round = 0; round < TIMES; round += 1) {
      const request = session.request(method);
      // Each a little later than the one before: some before the server has read it, some while it is at work or done.
      if (round > 0) await t.wait(setTimeout(round));
      session.cancel(request);
    }
    const after = await session.request(method).reply();
    t.satisfies('cancellation.races-handled', after.at('/result'), isObject, 'a result for the next request');

    /** What fails without a cancellation accuses none. */
    async function findWorking(): Promise<string | undefined> {
      for (const one of [...listDeclaredLists(session).map((list) => list.method), session.probe().method]) {
        if ((await session.request(one).reply()).result !== undefined) return one;
      }
      return undefined;
    }
  },
);
