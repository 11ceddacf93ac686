import { withClient } from '../support/grpc-client.js';
import { defineBindingScenario } from '../scenario.js';
import { isResult } from '../../adapters/json-rpc.js';

const REQUIREMENT = 'grpc.half-close-answered';
/** Milliseconds that the fixture takes, and that another tool may take: what takes longer may be dropped. */
const WORK_MS = 500;
const LONGEST_MS = 1_500;
/** What the binding gives a server, in milliseconds. */
const PROMPT_MS = 2_000;

export default defineBindingScenario(
  'grpc',
  {
    title: 'A call that is at work when the client half-closes is answered',
    requirements: [REQUIREMENT],
    needs: { role: 'slow' },
    revisions: { era: 'legacy' },
    isolation: 'shared',
  },
  (t) =>
    withClient(
      t,
      [REQUIREMENT],
      async (client) => {
        const lent = await t.role('slow');
        const args = lent.fixture ? { ms: WORK_MS } : lent.arguments;
        const call = () => client.request('tools/call', { name: lent.name, arguments: args });
        const alone = await client.session();
        const session = await client.session();
        if (alone === undefined || session === undefined)
          return t.notVerified(REQUIREMENT, 'open two sessions');
        const first = call();
        const startedMs = performance.now();
        alone.exchange.send(first);
        const { document } = await client.answer(alone.exchange, first.id);
        const usualMs = performance.now() - startedMs;
        if (!isResult(document) || usualMs > LONGEST_MS)
          return t.notVerified(REQUIREMENT, `answer ${lent.name} within ${LONGEST_MS} ms`);

        const { exchange } = session;
        const request = call();
        const sentMs = performance.now();
        exchange.send(request);
        exchange.end();
        if ((await client.isOver(exchange)) !== true) return t.notVerified(REQUIREMENT, 'end the stream');
        const answer = await client.answer(exchange, request.id);
        if (answer.document === undefined && performance.now() - sentMs >= PROMPT_MS)
          return t.notVerified(REQUIREMENT, 'end the stream sooner, or answer before');
        t.satisfies(
          REQUIREMENT,
          answer.seen,
          () => answer.document !== undefined,
          `the answer of ${lent.name} before the stream ends: it takes ${Math.round(usualMs)} ms`,
        );
      },
      'bidi',
    ),
);
