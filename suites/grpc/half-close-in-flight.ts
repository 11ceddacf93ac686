import { endsWith, withClient } from '../support/grpc-client.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENTS = ['grpc.half-close-in-flight', 'grpc.half-close-prompt'] as const;
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
        for (let count = 0; count < IN_FLIGHT; count++) exchange.send(client.request('ping'));
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
      },
      'bidi',
    ),
);
