import { defineScenario } from '../../scenario.js';
import { META } from '../../../adapters/mcp.js';
import { listAskable } from '../../support/lists.js';

const NEVER = '1900-01-01';

export default defineScenario(
  {
    title: 'A request at a version that nobody supports is rejected with those that are',
    requirements: ['version.unsupported-rejected', 'version.supported-listed', 'version.requested-named'],
    revisions: { era: 'modern' },
  },
  async (t) => {
    const session = await t.session();
    for (const method of listAskable(session)) {
      const reply = await session.request(method, {}, { meta: { [META.version]: NEVER } }).reply();
      t.observe(`code for ${method}`, reply.at('/error/code'));
      if (!t.equal('version.unsupported-rejected', reply.at('/error/code'), -32022)) continue;
      t.satisfies(
        'version.supported-listed',
        reply.at('/error/data/supported'),
        (versions) => Array.isArray(versions) && versions.includes(t.revision),
        `a list with ${t.revision}`,
      );
      t.equal('version.requested-named', reply.at('/error/data/requested'), NEVER);
    }
  },
);
