import { defineScenario } from '../../scenario.js';
import { META } from '../../../adapters/mcp.js';
import { readErrorCode } from '../../support/error-code.js';
import { listAskable } from '../../support/lists.js';

/** Older than any, and newer: a server that compares dates takes one of them. */
const NEVER = ['1900-01-01', '2999-12-31'] as const;

export default defineScenario(
  {
    title: 'A request at a version that nobody supports is rejected with those that are',
    requirements: ['version.unsupported-rejected', 'version.supported-listed', 'version.requested-named'],
    revisions: { era: 'modern' },
    // Whether a connection still looks at the version after a right request is what `base.requests-independent` is about.
    isolation: 'session',
  },
  async (t) => {
    const session = await t.session();
    const requests = listAskable(session).flatMap((method) => NEVER.map((version) => ({ method, version })));
    for (const { method, version } of requests) {
      const reply = await session.request(method, {}, { meta: { [META.version]: version } }).reply();
      t.observe(`code for ${method} at ${version}`, reply.at('/error/code'));
      if (!t.equal('version.unsupported-rejected', readErrorCode(reply), -32022)) continue;
      t.satisfies(
        'version.supported-listed',
        reply.at('/error/data/supported'),
        (versions) => Array.isArray(versions) && versions.includes(t.revision),
        `a list with ${t.revision}`,
      );
      t.equal('version.requested-named', reply.at('/error/data/requested'), version);
    }
  },
);
