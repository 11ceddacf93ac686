import { defineScenario, type Context } from '../../scenario.js';
import { findOnlyOf, openAsBoth, type Users } from '../../support/identities.js';
import { listAskableKeys } from '../../support/listed.js';
import { listDeclaredLists, readPages, type List } from '../../support/lists.js';

const RULE = 'apart.cursors';
type T = Context<typeof RULE>;

export default defineScenario(
  {
    title: 'The cursor of one user brings another nothing that is listed for the first alone',
    requirements: [RULE],
    needs: { capabilities: ['tools|prompts|resources'], clients: 'of one server', identities: 'two' },
  },
  async (t) => {
    const users = await openAsBoth(t);
    // What the sentence speaks of.
    const lists = listDeclaredLists(users.a).filter(
      ({ method }) => t.era === 'modern' || method === 'tools/list',
    );
    let judged = 0;
    for (const list of lists) judged += await judgeList(t, users, list);
    if (judged === 0)
      t.notApplicable(RULE, 'no page behind a cursor has anything that is listed for one of the users alone');
  },
);

/** Returns how many cursors told something. */
async function judgeList(t: T, { a, b }: Users, list: List): Promise<number> {
  let judged = 0;
  // What either has for itself: whoever is asked about is the other.
  for (const [owner, other] of [
    [a, b],
    [b, a],
  ] as const) {
    const own = await findOnlyOf({ a: owner, b: other }, list.method);
    if (own === undefined) {
      t.notVerified(RULE, `answer ${list.method} to its end`);
      continue;
    }
    const keys = new Set(own.map(({ key }) => key));
    for await (const { cursor, reply } of readPages(owner, list)) {
      if (cursor === undefined || !listAskableKeys(list, reply).some((key) => keys.has(key))) continue;
      const brought = await other.request(list.method, { cursor }).reply();
      t.satisfies(
        RULE,
        brought.at(brought.isError ? '/error' : '/result'),
        () => !listAskableKeys(list, brought).some((key) => keys.has(key)),
        `an error, or nothing of ${list.method} that is listed for another user alone`,
      );
      judged += 1;
      break;
    }
  }
  return judged;
}
