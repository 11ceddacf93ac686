import { observeUpgrade, isRefused, withUpgrade } from '../support/websocket-client.js';
import { defineBindingScenario } from '../scenario.js';

const OFFERED = 'rfc6455.subprotocol-offered';
const NAMED = 'websocket.subprotocol-named';
const FOREIGN = 'websocket.foreign-subprotocol-refused';
const FIELD = 'sec-websocket-protocol';

export default defineBindingScenario(
  'websocket',
  {
    title: 'The server agrees to a subprotocol that was offered',
    requirements: [OFFERED, NAMED, FOREIGN],
    isolation: 'shared',
  },
  async (t) => {
    const connection = await t.connect();
    const own = connection.profile === 'mcp' && connection.offered.includes('mcp');
    const { offered: usual } = connection;
    const foreign = 'chat.example';
    // Last as well as first: only who knows the name finds it behind another one.
    const lists = [usual, [...usual, foreign], [foreign, ...usual], [foreign], []];
    for (const offered of lists) {
      const headers = { [FIELD]: offered.length === 0 ? null : offered.join(', ') };
      await withUpgrade(connection, { headers }, (raw) => {
        if (raw.status?.value !== 101) return;
        const named = raw.header(FIELD);
        const among = (name: string | undefined) => name === undefined || offered.includes(name);
        t.satisfies(OFFERED, named, among, `none, or one of ${JSON.stringify(offered)}`);
        if (own && offered.includes('mcp')) t.equal(NAMED, named, 'mcp');
      });
    }
    if (!own) {
      for (const id of [NAMED, FOREIGN] as const)
        t.notApplicable(id, 'the subprotocol mcp was not offered in this run');
      return;
    }
    await withUpgrade(connection, { headers: { [FIELD]: foreign } }, async (raw) => {
      t.satisfies(FOREIGN, await observeUpgrade(raw), isRefused, 'status 400');
    });
  },
);
