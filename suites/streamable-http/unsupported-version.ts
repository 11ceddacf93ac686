import { greetAndProbe } from '../support/http-greet.js';
import { judgeRefusal } from '../support/http-judge.js';
import { isObject } from '../../adapters/json.js';
import { META } from '../../adapters/mcp.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'http.unsupported-version-status';
const NEVER = '1900-01-01';

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'A protocol version that is not served gets 400 and the versions that are',
    requirements: [REQUIREMENT],
    revisions: { era: 'modern' },
  },
  async (t) => {
    const client = await greetAndProbe(
      t,
      [REQUIREMENT],
      'answer the same request with the version under test',
    );
    if (client === undefined) return;
    const _meta = { [META.version]: NEVER };
    const exchange = await client.post(client.request('server/discover', { _meta }));
    if (!judgeRefusal(t, REQUIREMENT, exchange, 400, -32022)) return;
    t.satisfies(
      REQUIREMENT,
      exchange.json(),
      (document) => supportedBy(document).includes(t.revision),
      `${t.revision} among the versions in \`data.supported\``,
    );
  },
);

function supportedBy(document: unknown): unknown[] {
  const error = isObject(document) && isObject(document['error']) ? document['error'] : {};
  const supported = isObject(error['data']) ? error['data']['supported'] : undefined;
  return Array.isArray(supported) ? supported : [];
}
