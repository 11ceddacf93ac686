import { defineScenario } from '../../scenario.js';
import { judgeSurvival } from '../../support/survival.js';
import { isObject } from '../../../adapters/json.js';

export default defineScenario(
  {
    title: 'A batch is served where the revision has batches, and does no harm elsewhere',
    requirements: ['jsonrpc.batch-received', 'jsonrpc.batch-survived'],
  },
  async (t) => {
    const session = await t.session();
    const { method, params } = session.probe();
    const request = session.compose(method, params);
    const batch = [{ jsonrpc: '2.0', method: 'notifications/mcptc/unknown' }, request];
    const exchange = session.raw(batch, { id: request.id, acceptWithoutId: true });
    const due = t.revision === '2025-03-26';
    const reply = await (due ? exchange.maybe() : t.wait(exchange.maybe(t.quietMs)));
    const end = await (due ? exchange.replyState() : undefined);
    if (end?.value === 'busy') t.notVerified('jsonrpc.batch-received', 'have time for a batch');
    else if (end !== undefined) {
      const served = () => reply !== undefined && isObject(reply.result);
      const what = 'a result for the request in the batch';
      t.satisfies('jsonrpc.batch-received', reply?.at('/result') ?? end, served, what);
    }
    await judgeSurvival(t, 'jsonrpc.batch-survived', session);
  },
);
