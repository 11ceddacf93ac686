import { findPong, judgeAnswer, OPCODE, observeFrame, talk } from '../support/websocket-client.js';
import { defineBindingScenario } from '../scenario.js';

const ANSWERED = 'rfc6455.ping-answered';
const ECHOES = 'rfc6455.pong-echoes-ping';
const SHORT = 'rfc6455.server-control-frames';
const UNSOLICITED = 'robustness.websocket-unsolicited-pong';
/** Nothing, text, bytes of every kind, and as much as fits. */
const PAYLOADS = [
  Buffer.alloc(0),
  Buffer.from('mcptc'),
  Buffer.from([0, 255, 254, 128, 13, 10]),
  Buffer.alloc(125, 'p'),
];

export default defineBindingScenario(
  'websocket',
  {
    title: 'A ping gets its pong',
    requirements: [ANSWERED, ECHOES, SHORT, UNSOLICITED],
    isolation: 'shared',
  },
  async (t) => {
    await talk(t, [ANSWERED, ECHOES, SHORT, UNSOLICITED], async (client) => {
      const { raw } = client;
      for (const [at, payload] of PAYLOADS.entries()) {
        const known = raw.frames.length;
        raw.send({ opcode: OPCODE.ping, payload });
        const pong = await findPong(raw, payload, { known, asked: at + 1 });
        const seen = await observeFrame(raw, pong, 'header');
        if (!t.satisfies(ANSWERED, seen, () => pong !== undefined, 'a pong to each ping')) break;
        if (pong === undefined) break;
        const same = Buffer.from(pong.payload).equals(payload);
        t.satisfies(ECHOES, pong.text, () => same, `the ${payload.length} bytes of the ping`);
      }
      for (const { opcode, header } of raw.frames.filter((frame) => frame.opcode >= OPCODE.close)) {
        const right = header.value.fin && header.value.length <= 125;
        t.satisfies(SHORT, header, () => right, `a whole frame of at most 125 bytes (opcode ${opcode})`);
      }

      raw.send({ opcode: OPCODE.pong, payload: 'unasked' });
      const after = await client.ask(client.probe());
      await judgeAnswer(t, UNSOLICITED, raw, after, 'an answer after a pong that nobody asked for');
    });
  },
);
