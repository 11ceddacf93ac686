import { isObject } from '../../adapters/json.js';
import { isResult } from '../../adapters/json-rpc.js';
import { makeCanary } from '../support/apart.js';
import { type HttpClient } from '../support/http-client.js';
import { greet } from '../support/http-greet.js';
import { findUpstreams, NO_UPSTREAMS, readRecord, type Upstream } from '../support/upstreams.js';
import { defineBindingScenario } from '../scenario.js';

const RULE = 'http.token-not-passed-through';

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'A gateway keeps the token of its client to itself',
    requirements: [RULE],
    needs: { capabilities: ['tools'] },
    revisions: { from: '2025-06-18' },
  },
  async (t) => {
    const client = await greet(t, [RULE]);
    if (client === undefined) return;
    const listed = (await client.post(client.request('tools/list'))).json().value;
    const result = isObject(listed) && isObject(listed['result']) ? listed['result'] : {};
    // Who did not list anything in time may have them all the same.
    if (!Array.isArray(result['tools'])) return t.notVerified(RULE, 'list its tools');
    const tools = result['tools'].filter(isObject);
    for (const tool of tools) client.tools.set(String(tool['name']), tool);
    const upstreams = findUpstreams(tools);
    if (upstreams.length === 0) return t.notApplicable(RULE, NO_UPSTREAMS);
    const token = makeCanary(t, 'token');
    const headers = { authorization: `Bearer ${token}` };
    for (const { tools: own } of upstreams) {
      const exchange = await client.post(call(client, own.note), { headers });
      if (!isResult(exchange.json().value))
        return t.notVerified(
          RULE,
          'serve a client whose token it does not know, as nobody may send a real one',
        );
    }
    for (const upstream of upstreams) {
      const told = await ask(client, upstream);
      if (told === undefined) return t.notVerified(RULE, `answer ${upstream.tools.record} unchanged`);
      t.satisfies(
        RULE,
        told.seen,
        () => !told.heard.includes(token),
        `nothing of the token that the client sent in what reached ${upstream.name}`,
      );
    }
  },
);

const call = (client: HttpClient, name: string) => client.request('tools/call', { name, arguments: {} });

async function ask(client: HttpClient, { tools }: Upstream) {
  const exchange = await client.post(call(client, tools.record));
  const document = exchange.json();
  const { result } = isObject(document.value) ? document.value : {};
  return readRecord(result, document);
}
