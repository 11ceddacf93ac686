import { isUtf8 } from 'node:buffer';
import type { RawWebSocket, SeenFrame } from '../../adapters/websocket/endpoint.js';
import { END_MS, isData, judgeReserved, OPCODE, observeFrame, talk } from '../support/websocket-client.js';
import { defineBindingScenario } from '../scenario.js';

const ANSWERED = 'rfc6455.close-answered';
const SILENT = 'rfc6455.no-data-after-close';
const GONE = 'rfc6455.tcp-closed-after-close';
const AMID = 'rfc6455.close-amid-fragments';
const PAYLOAD = 'rfc6455.server-close-payload';
const CODE = 'robustness.websocket-bad-close-code';
/** Requests that are in flight when the connection ends. */
const IN_FLIGHT = 20;

/**
 * The close frame of a server that may first answer what it was asked: each frame shows that it is getting there, and it has
 * `withinMs` for all of them.
 */
async function findClose(raw: RawWebSocket, withinMs: number): Promise<SeenFrame | undefined> {
  const until = performance.now() + withinMs;
  const isClose = ({ opcode }: SeenFrame) => opcode === OPCODE.close;
  let known = 0;
  do {
    const from = known;
    const isNext = (frame: SeenFrame) => isClose(frame) || raw.frames.indexOf(frame) >= from;
    const frame = await raw.next(isNext, END_MS);
    if (frame === undefined || isClose(frame)) return frame;
    known = raw.frames.indexOf(frame) + 1;
  } while (performance.now() < until);
  return undefined;
}

const closeFrame = (code: number) => ({
  opcode: OPCODE.close,
  payload: Buffer.from([code >> 8, code & 255]),
});

export default defineBindingScenario(
  'websocket',
  {
    title: 'The connection ends as it should',
    requirements: [ANSWERED, SILENT, GONE, AMID, PAYLOAD, CODE, 'rfc6455.no-reserved-close-code'],
    isolation: 'shared',
  },
  async (t) => {
    const connection = await t.connect();
    await talk(
      t,
      [ANSWERED, SILENT, GONE, PAYLOAD],
      async (client) => {
        const { raw } = client;
        for (let count = 0; count < IN_FLIGHT; count++) client.say(client.probe());
        raw.send(closeFrame(1000));
        const answer = await findClose(raw, t.requestTimeoutMs);
        const fate = await raw.fate(END_MS);
        t.satisfies(
          ANSWERED,
          await observeFrame(raw, answer, 'header'),
          () => answer !== undefined,
          'a close frame',
        );
        if (answer === undefined) {
          for (const id of [SILENT, GONE, PAYLOAD] as const)
            t.notVerified(id, 'answer a close frame with its own');
          return;
        }
        const { payload } = answer;
        const made = payload.length !== 1 && isUtf8(payload.subarray(2));
        t.satisfies(PAYLOAD, answer.text, () => made, 'nothing, or two bytes and then UTF-8');
        const late = raw.frames.slice(raw.frames.indexOf(answer) + 1).find(isData);
        t.satisfies(
          SILENT,
          await observeFrame(raw, late),
          () => late === undefined,
          'no message after the close frame',
        );
        t.satisfies(GONE, fate, ({ open }) => !open, `the TCP connection to end within ${END_MS / 1000} s`);
        judgeReserved(t, fate);
      },
      connection,
    );
    await talk(
      t,
      [AMID],
      async ({ raw }) => {
        raw.send({ opcode: OPCODE.text, fin: false, payload: '{' });
        raw.send(closeFrame(1000));
        const answer = await findClose(raw, END_MS);
        const seen = await observeFrame(raw, answer, 'header');
        t.satisfies(AMID, seen, () => answer !== undefined, 'a close frame');
      },
      connection,
    );
    await talk(
      t,
      [CODE],
      async ({ raw }) => {
        raw.send(closeFrame(1005));
        const fate = await raw.fate(END_MS, 'closing');
        t.satisfies(CODE, fate, ({ open, closing }) => !open || closing, 'the connection to end');
        judgeReserved(t, fate);
      },
      connection,
    );
  },
);
