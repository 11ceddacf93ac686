import type { RawFrame } from '../../adapters/websocket/endpoint.js';
import { judgeEnded, OPCODE, talk } from '../support/websocket-client.js';
import { defineBindingScenario } from '../scenario.js';

const CONTROL = 'robustness.websocket-bad-control-frame';
const STRAY = 'robustness.websocket-stray-continuation';

const INTERLEAVED = 'robustness.websocket-interleaved-message';
const CLOSE = 'robustness.websocket-bad-close-payload';
type Id = typeof CONTROL | typeof STRAY | typeof INTERLEAVED | typeof CLOSE;
const begin: RawFrame = { opcode: OPCODE.text, fin: false, payload: '{"jsonrpc":"2.0",' };
const next: RawFrame = { opcode: OPCODE.text, payload: '"method":"notifications/mcptc/unknown"}' };
/** 1000, and a reason that is no UTF-8. */
const BAD_REASON = Buffer.from([0x03, 0xe8, 0xc3, 0x28]);

const AFFRONTS: readonly { id: Id; what: string; frame: RawFrame; after?: RawFrame }[] = [
  { id: INTERLEAVED, what: 'a message amid the fragments of another', frame: begin, after: next },
  { id: CLOSE, what: 'a close frame with half a code', frame: { opcode: OPCODE.close, payload: 'x' } },
  { id: CLOSE, what: 'a reason that is no UTF-8', frame: { opcode: OPCODE.close, payload: BAD_REASON } },
  { id: CONTROL, what: 'a ping of 126 bytes', frame: { opcode: OPCODE.ping, payload: 'p'.repeat(126) } },
  { id: CONTROL, what: 'a fragment of a ping', frame: { opcode: OPCODE.ping, fin: false } },
  { id: STRAY, what: 'a continuation of nothing', frame: { opcode: OPCODE.continuation, payload: '{}' } },
];

export default defineBindingScenario(
  'websocket',
  {
    title: 'Control frames and fragments that make no sense end the connection',
    requirements: [CONTROL, STRAY, INTERLEAVED, CLOSE],
    isolation: 'shared',
  },
  async (t) => {
    const connection = await t.connect();
    for (const { id, what, frame, after } of AFFRONTS) {
      await talk(
        t,
        [id],
        async (client) => {
          client.raw.send(frame);
          if (after !== undefined) client.raw.send(after);
          await judgeEnded(t, id, client, what);
        },
        connection,
      );
    }
  },
);
