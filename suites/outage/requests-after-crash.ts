import { defineScenario } from '../scenario.js';
import { describeItems, listDeclaredLists } from '../support/lists.js';

export default defineScenario(
  {
    title: 'After a crash, the same request brings the same',
    requirements: ['base.first-request-served'],
    needs: { server: 'any' },
    revisions: { era: 'modern' },
    isolation: 'process',
    timeout: 90_000,
  },
  async (t) => {
    const server = await t.server();
    const before = await server.session();
    const [list] = listDeclaredLists(before);
    if (list === undefined) {
      return t.notVerified('base.first-request-served', 'offer tools, prompts or resources');
    }
    const expected = describeItems(list, await before.request(list.method).reply());
    await server.kill();
    await server.start();
    const after = await server.session({ handshake: false });
    const reply = await after.request(list.method).reply();
    t.satisfies(
      'base.first-request-served',
      reply.at(`/result/${list.items}`),
      () => describeItems(list, reply) === expected,
      'what the same request brought before the crash',
    );
  },
);
