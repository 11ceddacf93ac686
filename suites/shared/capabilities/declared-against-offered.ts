import { defineScenario } from '../../scenario.js';
import { listItems, LISTS } from '../../support/lists.js';
import { isObject } from '../../../adapters/json.js';

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
      const reply = await session.request(list.method).reply();
      const offered = reply.at(reply.isError ? '/error' : `/result/${list.items}`);
      t.satisfies(
        requirement,
        offered,
        () => listItems(list, reply).length === 0,
        'nothing of what is not declared',
      );
    }
  },
);
