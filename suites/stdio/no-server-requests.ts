import { isRequest } from '../../adapters/json-rpc.js';
import { converse } from '../support/stdio-client.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'stdio.no-server-requests';

export default defineBindingScenario(
  'stdio',
  {
    title: 'The server asks nothing on stdout',
    requirements: [REQUIREMENT],
    isolation: 'shared',
    revisions: { era: 'modern' },
  },
  async (t) => {
    const client = await converse(t, [REQUIREMENT]);
    if (client === undefined) return;
    const everything = { sampling: {}, elicitation: {}, roots: {} };
    const calls = (await t.safeCalls()).slice(0, 6);
    await client.callInTurn(calls, everything);
    if (calls.length === 0) await client.ask(client.request('tools/list', {}, everything));
    await t.wait(client.next(({ json }) => isRequest(json), t.quietMs));

    const barrier = await client.ask(client.probe());
    if (barrier === undefined) return t.notVerified(REQUIREMENT, 'answer the request that ends the wait');
    const asked = client.lines.find(({ json }) => isRequest(json));
    t.satisfies(REQUIREMENT, t.text(asked ?? barrier), () => asked === undefined, 'no request of the server');
  },
);
