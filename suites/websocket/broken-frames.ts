import type { RawFrame } from '../../adapters/websocket/endpoint.js';
import {
  END_MS,
  isAnswer,
  judgeCode,
  judgeEnded,
  observeFrame,
  OPCODE,
  talk,
} from '../support/websocket-client.js';
import { defineBindingScenario } from '../scenario.js';

const PROTOCOL_ERROR = 1002;
const payload = '{"jsonrpc":"2.0","method":"notifications/mcptc/unknown"}';
const text: RawFrame = { opcode: OPCODE.text, payload };

/** One connection each: a right server is gone after every one of them. */
const AFFRONTS = [
  { id: 'rfc6455.unmasked-frame-refused', what: 'a frame without a mask', frame: { ...text, masked: false } },
  { id: 'rfc6455.reserved-bits-refused', what: 'a frame with RSV1', frame: { ...text, rsv: 4 } },
  { id: 'rfc6455.reserved-bits-refused', what: 'a frame with RSV2', frame: { ...text, rsv: 2 } },
  { id: 'rfc6455.reserved-bits-refused', what: 'a frame with RSV3', frame: { ...text, rsv: 1 } },
  { id: 'rfc6455.unknown-opcode-refused', what: 'a frame with opcode 3', frame: { ...text, opcode: 3 } },
  { id: 'rfc6455.unknown-opcode-refused', what: 'a frame with opcode 7', frame: { ...text, opcode: 7 } },
  { id: 'rfc6455.unknown-opcode-refused', what: 'a frame with opcode 15', frame: { opcode: 15 } },
  { id: 'rfc6455.unknown-opcode-refused', what: 'a frame with opcode 11', frame: { opcode: 11 } },
] as const;

const NOTHING = 'rfc6455.nothing-after-failure';
const REQUIREMENTS = [
  NOTHING,
  'rfc6455.unmasked-frame-refused',
  'rfc6455.reserved-bits-refused',
  'rfc6455.unknown-opcode-refused',
  'rfc6455.failure-says-why',
  'rfc6455.no-reserved-close-code',
] as const;

export default defineBindingScenario(
  'websocket',
  {
    title: 'A frame that is no right one ends the connection',
    requirements: REQUIREMENTS,
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
          const fate = await judgeEnded(t, id, client, what);
          if (fate !== undefined) judgeCode(t, fate, PROTOCOL_ERROR);
        },
        connection,
      );
    }
    await talk(
      t,
      [NOTHING],
      async (client) => {
        const { raw } = client;
        const after = client.probe();
        raw.send({ ...text, opcode: 3 });
        client.say(after);
        const { open, closing } = (await raw.fate(END_MS)).value;
        if (open && !closing) return t.notVerified(NOTHING, 'end the connection after a broken frame');
        const answer = raw.frames.find((frame) => isAnswer(frame, after.id));
        const none = 'no answer to a request that came after a broken frame';
        t.satisfies(NOTHING, await observeFrame(raw, answer), () => answer === undefined, none);
      },
      connection,
    );
  },
);
