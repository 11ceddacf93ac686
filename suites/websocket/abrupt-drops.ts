import type { WebSocketConnection } from '../../adapters/websocket/endpoint.js';
import {
  judgeAnswer,
  observeUpgrade,
  OPCODE,
  Talk,
  talk,
  withUpgrade,
  type WebSocketContext,
} from '../support/websocket-client.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'robustness.websocket-abrupt-drops';
const DROPS = 10;

export default defineBindingScenario(
  'websocket',
  {
    title: 'Connections that break off in the middle of a message do no harm',
    requirements: [REQUIREMENT],
    isolation: 'shared',
  },
  async (t) => {
    const connection = await t.connect();
    await talk(t, [REQUIREMENT], () => judgeDrops(t, connection), connection);
  },
);

/** Who is served before is served after. */
async function judgeDrops(t: WebSocketContext, connection: WebSocketConnection): Promise<void> {
  for (let count = 0; count < DROPS; count++) {
    const raw = await connection.dial();
    raw.send({ opcode: OPCODE.text, fin: false, payload: '{"jsonrpc":"2.0","id":1,' });
    // Half of a frame, too: a head that promises more than comes.
    raw.write(Buffer.from([0x80, 0xfe, 0x10, 0x00, 1, 2, 3, 4, 5]));
    raw.drop();
  }
  await withUpgrade(connection, {}, async (raw) => {
    const what = 'a new connection to be served';
    if (raw.status?.value !== 101) t.satisfies(REQUIREMENT, await observeUpgrade(raw), () => false, what);
    else await judgeAnswer(t, REQUIREMENT, raw, await new Talk(t, raw).greet(), what);
  });
}
