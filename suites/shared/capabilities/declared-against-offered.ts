import { defineScenario } from '../../scenario.js';
import type { Reply, Session } from '../../session.js';
import { type List, listItems, LISTS, readPages } from '../../support/lists.js';
import { isObject } from '../../../adapters/json.js';

/** Pages in which something that is not declared is looked for. */
const MAX_PAGES = 3;

export default defineScenario(
  {
    title: 'What the server has, it declares',
    requirements: [
      'tools.capability-declared',
      'prompts.capability-declared',
      'resources.capability-declared',
    ],
  },
  async (t) => {
    const session = await t.session();
    for (const list of LISTS) {
      const requirement = `${list.capability}.capability-declared` as const;
      if (session.declares(list.capability)) {
        const declared = session.handshakeReply.at(`/result/capabilities/${list.capability}`);
        t.satisfies(requirement, declared, isObject, 'an object that declares the capability');
        continue;
      }
      const page = await findOffer(session, list);
      const isOffer = listItems(list, page).length > 0;
      if (isOffer)
        t.satisfies(
          requirement,
          page.at(`/result/${list.items}`),
          () => false,
          'nothing of what is not declared',
        );
      else t.notApplicable(requirement, `${list.capability} are neither declared nor listed`);
    }
  },
);

/** The first page that lists something, or the last one looked at. */
async function findOffer(session: Session, list: List): Promise<Reply> {
  let last: Reply | undefined;
  let pages = 0;
  for await (const { reply } of readPages(session, list)) {
    last = reply;
    if (listItems(list, reply).length > 0 || ++pages >= MAX_PAGES) break;
  }
  if (last === undefined) throw new Error('a list has a first page');
  return last;
}
