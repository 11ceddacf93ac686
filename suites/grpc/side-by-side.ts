import { withClient } from '../support/grpc-client.js';
import { isObject } from '../../adapters/json.js';
import { isResult } from '../../adapters/json-rpc.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'grpc.calls-side-by-side';
/** Milliseconds that the slow one takes, and that the quick one must be ahead of it. */
const SLOW_MS = 1_500;
const AHEAD_MS = 150;

export default defineBindingScenario(
  'grpc',
  {
    title: 'Streams do not wait for each other',
    requirements: [REQUIREMENT],
    needs: { role: 'slow' },
    isolation: 'shared',
  },
  (t) =>
    withClient(t, [REQUIREMENT], async (client) => {
      const lent = await t.role('slow');
      const args = lent.fixture ? { ms: SLOW_MS } : lent.arguments;
      const request = client.request('tools/call', { name: lent.name, arguments: args });
      client.tools.set(lent.name, lent.tool);
      const session = client.connection.mode === 'bidi' ? await client.session() : undefined;
      if (client.connection.mode === 'bidi' && session === undefined)
        return t.notVerified(REQUIREMENT, 'open a session');
      const startedAt = performance.now();
      const slow = session?.exchange ?? client.send(request);
      session?.exchange.send(request);
      // Once another request was answered, the slow one is at work.
      await client.isServing();
      const quick = await client.knock().answer();
      const answer = await client.answer(slow, request.id);
      if (!isResult(answer.document) || !isObject(answer.document) || !isResult(quick.document))
        return t.notVerified(REQUIREMENT, `answer ${lent.name}, and another call beside it`);
      const [quickMs, slowMs] = [quick, answer].map(({ message }) => (message?.atMs ?? 0) - startedAt);
      if (slowMs! < SLOW_MS / 2) return t.notVerified(REQUIREMENT, `be slow in ${lent.name} each time`);
      const aheadMs = slowMs! - quickMs!;
      // One that waited comes at the same time, in whatever order; so does one on a machine that is slow itself.
      if (aheadMs > 0 && aheadMs < AHEAD_MS) {
        const aloneAt = performance.now();
        await client.knock().answer();
        if (performance.now() - aloneAt > SLOW_MS / 4)
          return t.notVerified(REQUIREMENT, 'be quick when alone');
      }
      t.satisfies(
        REQUIREMENT,
        quick.seen,
        () => aheadMs >= AHEAD_MS,
        `an answer on another stream well before ${lent.name} ends: they came after ${Math.round(quickMs!)} and ${Math.round(slowMs!)} ms`,
      );
    }),
);
