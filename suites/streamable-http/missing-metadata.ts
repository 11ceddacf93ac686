import { greet, judgeRefusal } from '../support/http-client.js';
import { isObject } from '../support/values.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'http.missing-metadata-status';
const CAPABILITIES = 'io.modelcontextprotocol/clientCapabilities';

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'A request without its client capabilities gets 400 and "invalid params"',
    requirements: [REQUIREMENT],
    revisions: { era: 'modern' },
  },
  async (t) => {
    const client = await greet(t, [REQUIREMENT]);
    if (client === undefined) return;
    if (!(await client.serves(client.probe()))) {
      return t.notVerified(REQUIREMENT, 'answer the same request with its metadata');
    }
    const { document, headers } = client.probe();
    const params = isObject(document['params']) ? document['params'] : {};
    const { [CAPABILITIES]: _, ...rest } = isObject(params['_meta']) ? params['_meta'] : {};
    const exchange = await client.post({
      headers,
      document: { ...document, params: { ...params, _meta: rest } },
    });
    judgeRefusal(t, REQUIREMENT, exchange, 400, -32602);
  },
);
