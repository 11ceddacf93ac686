import { defineScenario } from '../../scenario.js';
import { SERVER_INFO } from '../../../adapters/mcp.js';
import { isImplementation } from '../../support/values.js';
import { isObject } from '../../../adapters/json.js';

export default defineScenario(
  {
    title: 'server/discover tells versions, capabilities and name',
    requirements: [
      'discover.implemented',
      'discover.supported-versions',
      'discover.capabilities',
      'discover.server-info',
    ],
    revisions: { era: 'modern' },
  },
  async (t) => {
    const session = await t.session();
    const reply = await session.request('server/discover').reply();
    if (!t.satisfies('discover.implemented', reply.at('/result'), isObject, 'a result')) return;
    t.satisfies(
      'discover.supported-versions',
      reply.at('/result/supportedVersions'),
      (versions) => Array.isArray(versions) && versions.includes(t.revision),
      `a list with ${t.revision}`,
    );
    t.satisfies('discover.capabilities', reply.at('/result/capabilities'), isObject, 'an object');
    t.satisfies('discover.server-info', reply.at(SERVER_INFO), isImplementation, 'a name and a version');
    t.observe('capabilities', reply.at('/result/capabilities'));
    t.observe('server', reply.at(SERVER_INFO));
  },
);
