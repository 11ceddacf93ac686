import { defineScenario } from '../../scenario.js';
import { isObject } from '../../../adapters/json.js';

const FIELDS = 'base.unknown-fields-tolerated';
const UNKNOWN_META = {
  'com.example/unknown': { nested: [1, 2] },
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01',
};

export default defineScenario(
  {
    title: 'Metadata and fields that the server does not know are tolerated',
    requirements: ['base.unknown-meta-tolerated', FIELDS],
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
    for (const document of bent) {
      const exchange = session.raw(document);
      // Once the next request is answered, this one would have been: who leaves it in silence has seen no request in it.
      const asked = performance.now();
      const next = await session.request(method, params).reply();
      const late = performance.now() - asked;
      const reply = await t.wait(exchange.maybe(Math.max(t.quietMs, late)));
      if (reply === undefined)
        t.satisfies(FIELDS, next.at('/id'), () => false, 'a result for the request before this reply too');
      else t.satisfies(FIELDS, reply.at('/result'), isObject, 'a result');
    }
  },
);
