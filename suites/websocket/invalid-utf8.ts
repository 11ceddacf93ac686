import { judgeCode, judgeEnded, OPCODE, talk } from '../support/websocket-client.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'rfc6455.invalid-utf8-refused';
const INVALID_PAYLOAD = 1007;
/** Bytes in a string that are no character: cut short, too long for what they say, half of a pair, and past the last one. */
const NO_CHARACTERS = [
  [0xc3, 0x28],
  [0xc0, 0xaf],
  [0xed, 0xa0, 0x80],
  [0xf4, 0x90, 0x80, 0x80],
];
/** A JSON text but for them. */
const parts = (bytes: readonly number[]): readonly [Buffer, Buffer] => [
  Buffer.concat([Buffer.from('{"jsonrpc":"2.0","method":"notifications/'), Buffer.from(bytes.slice(0, 1))]),
  Buffer.concat([Buffer.from(bytes.slice(1)), Buffer.from('"}')]),
];

export default defineBindingScenario(
  'websocket',
  {
    title: 'Text that is no UTF-8 ends the connection',
    requirements: [REQUIREMENT, 'rfc6455.failure-says-why', 'rfc6455.no-reserved-close-code'],
    isolation: 'shared',
  },
  async (t) => {
    const connection = await t.connect();
    for (const [at, bytes] of NO_CHARACTERS.entries()) {
      await talk(
        t,
        [REQUIREMENT],
        async (client) => {
          const [first, second] = parts(bytes);
          // The last one in two fragments: what is no character in one may be the half of one.
          const isCut = at === NO_CHARACTERS.length - 1;
          if (isCut) {
            client.raw.send({ opcode: OPCODE.text, fin: false, payload: first });
            client.raw.send({ opcode: OPCODE.continuation, payload: second });
          } else client.raw.send({ opcode: OPCODE.text, payload: Buffer.concat([first, second]) });
          const what = `text with ${Buffer.from(bytes).toString('hex')}${isCut ? ', in fragments' : ''}`;
          const fate = await judgeEnded(t, REQUIREMENT, client, what);
          if (fate !== undefined) judgeCode(t, fate, INVALID_PAYLOAD);
        },
        connection,
      );
    }
  },
);
