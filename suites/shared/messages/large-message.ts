import { defineScenario } from '../../scenario.js';
import { isObject } from '../../support/values.js';

const MEBIBYTE = 2 ** 20;

export default defineScenario(
  {
    title: 'A request of 1 MiB is answered',
    requirements: ['base.large-message'],
  },
  async (t) => {
    const session = await t.session();
    const { method, params } = session.probe();
    const meta = { 'com.example/padding': 'x'.repeat(MEBIBYTE) };
    const reply = await session.raw(session.compose(method, params, { meta })).maybe();
    if (reply === undefined) t.notVerified('base.large-message', 'answer a request of 1 MiB');
    else t.satisfies('base.large-message', reply.at('/result'), isObject, 'a result');
    await session.fence();
  },
);
