import { defineScenario } from '../../scenario.js';
import { isObject } from '../../../adapters/json.js';
import { judgeServed } from '../../support/survival.js';

const UNKNOWN_META = {
  'com.example/unknown': { nested: [1, 2] },
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01',
};

export default defineScenario(
  {
    title: 'Metadata and fields that the server does not know are tolerated',
    requirements: ['base.unknown-meta-tolerated', 'base.unknown-fields-tolerated'],
  },
  async (t) => {
    const session = await t.session();
    const { method, params } = session.probe();
    const withMeta = await session.request(method, params, { meta: UNKNOWN_META }).reply();
    t.satisfies('base.unknown-meta-tolerated', withMeta.at('/result'), isObject, 'a result');

    const bent = [
      session.compose(method, { ...params, mcptcUnknown: true }),
      { ...session.compose(method, params), mcptcUnknown: { some: 'thing' } },
    ];
    // Whoever leaves one in silence has seen no request in it, and will not answer later.
    for (const document of bent) {
      const exchange = session.raw(document, { timeout: 5 * t.quietMs });
      await t.wait(judgeServed(t, 'base.unknown-fields-tolerated', exchange));
    }
  },
);
