import { defineScenario } from '../../scenario.js';
import { judgeServed, judgeSurvival } from '../../support/survival.js';

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
    await judgeServed(t, 'base.large-message', session.raw(session.compose(method, params, { meta })));
    await judgeSurvival(t, 'base.large-message', session);
  },
);
