import { defineScenario } from '../../scenario.js';
import type { Session } from '../../session.js';
import { META } from '../../support/documents.js';
import { initialize } from '../../support/initialize.js';
import { declaredLists } from '../../support/lists.js';

export default defineScenario(
  {
    title: 'A request without its version or client capabilities is rejected',
    requirements: ['base.required-meta'],
    revisions: { era: 'modern' },
    isolation: 'process',
  },
  async (t) => {
    const session = await t.session();
    for (const method of [
      'server/discover',
      ...declaredLists(session)
        .slice(0, 1)
        .map((list) => list.method),
    ]) {
      const reply = await session.request(method, {}, { meta: { [META.clientCapabilities]: null } }).reply();
      t.equal('base.required-meta', reply.at('/error/code'), -32602);
    }

    // Without a version nothing tells the era, and an envelope may contradict the body.
    const { params: _, ...bare } = session.compose('server/discover');
    const documents = [
      session.compose('server/discover', {}, { meta: { [META.version]: null } }),
      { ...session.compose('server/discover'), params: { _meta: {} } },
      { ...session.compose('server/discover'), params: {} },
      bare,
    ];
    for (const document of documents) {
      const exchange = session.raw(document);
      const reply = await exchange.maybe();
      const code = reply?.at('/error/code').value;
      if (code !== -32602 && code !== -32020 && (await hasLegacyEra(await t.session({ handshake: false })))) {
        t.notApplicable(
          'base.required-meta',
          'the server has the legacy era too, which knows no such metadata',
        );
        return;
      }
      const answer = reply ?? (await exchange.reply());
      const expected = 'the code -32602, or -32020 where the envelope says otherwise';
      t.satisfies(
        'base.required-meta',
        answer.at('/error/code'),
        (v) => v === -32602 || v === -32020,
        expected,
      );
    }
  },
);

/** Judged by a fresh session, because `initialize` may decide the era of a process. */
async function hasLegacyEra(fresh: Session): Promise<boolean> {
  const reply = await initialize(fresh, '2025-11-25').maybe();
  return reply !== undefined && !reply.isError;
}
