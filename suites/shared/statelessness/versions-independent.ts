import { defineScenario } from '../../scenario.js';
import { META } from '../../support/documents.js';
import { askable } from '../../support/lists.js';

const ROUNDS = 4;

export default defineScenario(
  {
    title: 'Interleaved requests of different versions are each judged by their own',
    requirements: ['base.requests-independent'],
    revisions: { era: 'modern' },
  },
  async (t) => {
    const session = await t.session();
    // What came before must not decide: a connection that has served every kind of request rejects all the same.
    for (const method of askable(session)) await session.request(method).reply();
    const bad = { meta: { [META.version]: '1900-01-01' } };
    const rounds = Array.from({ length: ROUNDS }, () => ({
      right: session.request('server/discover'),
      wrong: session.request('server/discover', {}, bad),
    }));
    for (const { right, wrong } of rounds) {
      t.equal('base.requests-independent', (await right.reply()).at('/error'), undefined);
      t.equal('base.requests-independent', (await wrong.reply()).at('/error/code'), -32022);
    }
  },
);
