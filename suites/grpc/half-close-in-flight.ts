import type { GrpcExchange } from '../../adapters/grpc/endpoint.js';
import type { Observation } from '../../adapters/observation.js';
import { isObject } from '../../adapters/json.js';
import { endsWith, withClient } from '../support/grpc-client.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENTS = [
  'grpc.half-close-in-flight',
  'grpc.half-close-prompt',
  'grpc.half-close-answered',
] as const;
const IN_FLIGHT = 20;
const OK = 0;
/** What the binding gives a server, in milliseconds. */
const PROMPT_MS = 2_000;

export default defineBindingScenario(
  'grpc',
  {
    title: 'A half-close with requests in flight ends the stream in good order',
    requirements: REQUIREMENTS,
    revisions: { era: 'legacy' },
    isolation: 'shared',
  },
  (t) =>
    withClient(
      t,
      REQUIREMENTS,
      async (client) => {
        const session = await client.session();
        if (session === undefined) {
          for (const id of REQUIREMENTS) t.notVerified(id, 'open a session');
          return;
        }
        const { exchange } = session;
        const asked = Array.from({ length: IN_FLIGHT }, () => client.request('ping'));
        for (const ping of asked) exchange.send(ping);
        const endedMs = performance.now();
        exchange.end();
        const isPrompt = await client.isOver(exchange, PROMPT_MS);
        if (isPrompt === undefined) t.notVerified(REQUIREMENTS[1], 'answer another call meanwhile');
        else
          t.satisfies(
            REQUIREMENTS[1],
            exchange.how ?? exchange.stillOpen(),
            () => isPrompt,
            'the end of the stream within 2 s',
          );
        await client.judgeEnd(t, REQUIREMENTS[0], exchange, endsWith('OK', OK));

        const answered = asked.filter(({ id }) => findAnswer(exchange, id) !== undefined).length;
        const lateMs = performance.now() - endedMs;
        // What takes longer may be dropped.
        if (answered < IN_FLIGHT && (isPrompt !== true || lateMs >= PROMPT_MS))
          return t.notVerified(REQUIREMENTS[2], 'end the stream sooner, or answer before');
        t.satisfies(
          REQUIREMENTS[2],
          findAnswer(exchange, asked.at(-1)?.id) ?? exchange.how ?? exchange.stillOpen(),
          () => answered === IN_FLIGHT,
          `answers to the ${IN_FLIGHT} pings before the half-close, of which ${answered} came before the stream ended`,
        );
      },
      'bidi',
    ),
);

/** The message with that id, if it came. */
const findAnswer = ({ messages }: GrpcExchange, id: unknown): Observation | undefined =>
  messages.map((message) => message.json()).find(({ value }) => isObject(value) && value['id'] === id);
