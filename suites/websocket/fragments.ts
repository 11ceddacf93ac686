import { findPong, judgeAnswer, OPCODE, observeFrame, talk } from '../support/websocket-client.js';
import { defineBindingScenario } from '../scenario.js';

const WHOLE = 'rfc6455.fragments-reassembled';
const CONTROL = 'rfc6455.control-amid-fragments';
/** Four bytes, of which a cut leaves two on each side. */
const SPLIT = '🙂';
const PING = Buffer.from('amid');

function cut(text: string): [Buffer, Buffer, Buffer, Buffer] {
  const bytes = Buffer.from(text);
  const middle = bytes.indexOf(Buffer.from(SPLIT)) + 2;
  return [bytes.subarray(0, 1), bytes.subarray(1, middle), Buffer.alloc(0), bytes.subarray(middle)];
}

export default defineBindingScenario(
  'websocket',
  {
    title: 'A message may come in fragments, and control frames in between',
    requirements: [WHOLE, CONTROL],
    isolation: 'shared',
  },
  async (t) => {
    await talk(t, [WHOLE, CONTROL], async (client) => {
      const { raw } = client;
      const send = (between: () => void = () => {}) => {
        const probe = client.probe({ _meta: { 'com.example/note': SPLIT } });
        const [first, ...rest] = cut(JSON.stringify(probe));
        raw.send({ opcode: OPCODE.text, fin: false, payload: first });
        between();
        for (const [index, payload] of rest.entries())
          raw.send({ opcode: OPCODE.continuation, fin: index === rest.length - 1, payload });
        return client.answer(probe.id);
      };
      const answer = await send();
      const expectation = 'a result for the request in fragments';
      await judgeAnswer(t, WHOLE, raw, answer, expectation);

      const known = raw.frames.length;
      const later = await send(() => raw.send({ opcode: OPCODE.ping, payload: PING }));
      const pong = await findPong(raw, PING, { known, asked: 1 });
      await judgeAnswer(t, CONTROL, raw, later, `${expectation}, with a ping amid them`);
      t.satisfies(CONTROL, await observeFrame(raw, pong, 'header'), () => pong !== undefined, 'a pong');
    });
  },
);
