import { setTimeout as waitFor } from 'node:timers/promises';
import { withClient } from '../support/grpc-client.js';
import { defineBindingScenario } from '../scenario.js';
import { isResult } from '../../adapters/json-rpc.js';

const REQUIREMENT = 'grpc.session-is-stream';
const ID = 'the same on both';

export default defineBindingScenario(
  'grpc',
  {
    title: 'Two streams are two sessions',
    requirements: [REQUIREMENT],
    revisions: { era: 'legacy' },
    isolation: 'shared',
  },
  (t) =>
    withClient(
      t,
      [REQUIREMENT],
      async (client) => {
        const [one, other] = [await client.session(), await client.session()];
        if (one === undefined || other === undefined) {
          t.notVerified(REQUIREMENT, 'open a second session on one connection');
          return;
        }
        const answers = await Promise.all([one.ping(ID), other.ping(ID)]);
        for (const { seen, document } of answers)
          t.satisfies(REQUIREMENT, seen, () => isResult(document), 'a result on each of the two streams');
        await t.wait(waitFor(t.quietMs));
        for (const { exchange } of [one, other]) {
          const same = exchange.messages.filter(({ text }) => text.value.includes(ID));
          const last = same.at(-1);
          if (last !== undefined)
            t.satisfies(REQUIREMENT, last.text, () => same.length === 1, 'one response on each stream');
        }
      },
      'bidi',
    ),
);
