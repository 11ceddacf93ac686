import { greetAndProbe } from '../support/http-greet.js';
import { judgeRefusal } from '../support/http-judge.js';
import { isObject } from '../../adapters/json.js';
import { META, readMeta } from '../../adapters/mcp.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'http.missing-metadata-status';

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'A request without its client capabilities gets 400 and "invalid params"',
    requirements: [REQUIREMENT],
    revisions: { era: 'modern' },
  },
  async (t) => {
    const client = await greetAndProbe(t, [REQUIREMENT], 'answer the same request with its metadata');
    if (client === undefined) return;
    const { document, headers } = client.probe();
    const params = isObject(document['params']) ? document['params'] : {};
    const { [META.clientCapabilities]: _, ...rest } = readMeta(document);
    const exchange = await client.post({
      headers,
      document: { ...document, params: { ...params, _meta: rest } },
    });
    judgeRefusal(t, REQUIREMENT, exchange, 400, -32602);
  },
);
