import { isAnswer, judgeAnswer, Talk, talk } from '../support/websocket-client.js';
import { defineBindingScenario } from '../scenario.js';

const SEVERAL = 'websocket.several-connections';
const STAY = 'websocket.replies-stay';
const SESSION = 'websocket.connection-is-session';
const ALL = [SEVERAL, STAY, SESSION] as const;
/** Ids that are used on both connections, and on one; beyond those that a conversation counts up to. */
const SAME = 1_000;
const ALONE = 1_001;

export default defineBindingScenario(
  'websocket',
  {
    title: 'Connections do not know of each other',
    requirements: ALL,
    isolation: 'shared',
  },
  async (t) => {
    const connection = await t.connect();
    await talk(
      t,
      ALL,
      async (one) => {
        const raw = await connection.dial();
        try {
          const other = new Talk(t, raw);
          if (t.era === 'legacy') {
            const handshakeReply = await other.initialize();
            if (await judgeAnswer(t, SESSION, raw, handshakeReply, 'a handshake of its own'))
              other.say({ jsonrpc: '2.0', method: 'notifications/initialized' });
          }
          // The same id on both, so that a server that mixes them up has every chance to.
          const [first, second] = [one.probe(), other.probe()].map((probe) => ({ ...probe, id: SAME }));
          one.say(first!);
          other.say(second!);
          for (const client of [one, other]) {
            const answer = await client.answer(SAME);
            if (!(await judgeAnswer(t, SEVERAL, client.raw, answer, 'an answer on both connections')))
              return t.notVerified(STAY, 'answer on both of two connections');
          }
          // The end of the wait: what went astray had come before this answer.
          const alone = { ...one.probe(), id: ALONE };
          await one.ask(alone);
          await other.ask(other.probe());
          const astray = raw.frames.find((frame) => isAnswer(frame, ALONE));
          const twice = [one, other].find(
            ({ raw: { frames } }) => frames.filter((frame) => isAnswer(frame, SAME)).length > 1,
          );
          const seen =
            astray ?? twice?.raw.frames.findLast((frame) => isAnswer(frame, SAME)) ?? raw.frames.at(-1);
          const right = astray === undefined && twice === undefined;
          if (seen !== undefined) t.satisfies(STAY, seen.text, () => right, 'no reply of another connection');
        } finally {
          raw.drop();
        }
      },
      connection,
    );
  },
);
