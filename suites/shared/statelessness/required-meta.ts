import { defineScenario } from '../../scenario.js';
import { META } from '../../../adapters/mcp.js';
import { meetLegacyClient } from '../../support/initialize.js';
import { listAskable } from '../../support/lists.js';

export default defineScenario(
  {
    title: 'A request without its version or client capabilities is rejected',
    requirements: ['base.required-meta'],
    revisions: { era: 'modern' },
  },
  async (t) => {
    const session = await t.session();
    for (const method of listAskable(session)) {
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
      if (code !== -32602 && code !== -32020 && (await meetLegacyClient(t))?.isError === false) {
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
