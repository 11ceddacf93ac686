import type { RawFrame } from '../../adapters/websocket/endpoint.js';
import { judgeEnded, OPCODE, talk } from '../support/websocket-client.js';
import { defineBindingScenario } from '../scenario.js';

const CONTROL = 'robustness.websocket-bad-control-frame';
const STRAY = 'robustness.websocket-stray-continuation';

const AFFRONTS: readonly { id: typeof CONTROL | typeof STRAY; what: string; frame: RawFrame }[] = [
  { id: CONTROL, what: 'a ping of 126 bytes', frame: { opcode: OPCODE.ping, payload: 'p'.repeat(126) } },
  { id: CONTROL, what: 'a fragment of a ping', frame: { opcode: OPCODE.ping, fin: false } },
  { id: STRAY, what: 'a continuation of nothing', frame: { opcode: OPCODE.continuation, payload: '{}' } },
];

export default defineBindingScenario(
  'websocket',
  {
    title: 'Control frames and continuations that make no sense end the connection',
    requirements: [CONTROL, STRAY],
    isolation: 'shared',
  },
  async (t) => {
    const connection = await t.connect();
    for (const { id, what, frame } of AFFRONTS) {
      await talk(
        t,
        [id],
        async (client) => {
          client.raw.send(frame);
          await judgeEnded(t, id, client, what);
        },
        connection,
      );
    }
  },
);
