import { defineScenario } from '../../scenario.js';
import { isResponse } from '../../../adapters/json-rpc.js';
import { judgeSurvival } from '../../support/survival.js';
import { isObject } from '../../../adapters/json.js';

/** The one revision whose servers must receive batches. */
const WITH_BATCHES = '2025-03-26';

const isReplyTo = (document: unknown, id: unknown) => isResponse(document) && document['id'] === id;

export default defineScenario(
  {
    title: 'A batch is served where the revision has batches, and does no harm elsewhere',
    requirements: ['jsonrpc.batch-received', 'jsonrpc.batch-survived'],
  },
  async (t) => {
    const session = await t.session();
    const { method, params } = session.probe();
    const [first, last] = [session.compose(method, params), session.compose(method, params)];
    const batch = [first, { jsonrpc: '2.0', method: 'notifications/mcptc/unknown' }, last];
    // The session waits for the last, and puts the reply to the first aside.
    const exchange = session.raw(batch, { id: last.id, acceptWithoutId: true });
    if (t.revision !== WITH_BATCHES) await t.wait(exchange.maybe(t.quietMs));
    else {
      const reply = await exchange.maybe();
      const end = await exchange.replyState();
      const isServed = isObject(reply?.result);
      const other = isServed
        ? await session.unmatched.next(({ document }) => isReplyTo(document, first.id))
        : undefined;
      if (end.value === 'busy') t.notVerified('jsonrpc.batch-received', 'have time for a batch');
      else
        t.satisfies(
          'jsonrpc.batch-received',
          reply === undefined ? end : (other ?? reply).at(''),
          () => isServed && isObject(other?.at('/result').value),
          'a result for each of the two requests in the batch',
        );
    }
    await judgeSurvival(t, 'jsonrpc.batch-survived', session);
  },
);
