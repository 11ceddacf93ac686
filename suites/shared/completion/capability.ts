import { defineScenario } from '../../scenario.js';
import { findCompletable, NO_COMPLETION } from '../../support/completion.js';
import { isObject } from '../../../adapters/json.js';

export default defineScenario(
  {
    title: 'A server that completes declares it',
    requirements: ['completion.capability-declared'],
    revisions: { from: '2025-03-26' },
  },
  async (t) => {
    const session = await t.session();
    const what = await findCompletable(session);
    if (what === undefined) return t.notApplicable('completion.capability-declared', NO_COMPLETION);
    const reply = await session
      .request('completion/complete', { ref: what.ref, argument: { name: what.argument, value: '' } })
      .reply();
    const values = reply.at('/result/completion/values').value;
    const offered = Array.isArray(values) && values.length > 0;
    if (!offered && !session.declares('completions')) {
      return t.notApplicable('completion.capability-declared', NO_COMPLETION);
    }
    if (!offered) {
      return t.notVerified('completion.capability-declared', 'complete an argument with a value');
    }
    t.satisfies(
      'completion.capability-declared',
      session.handshakeReply.at('/result/capabilities/completions'),
      isObject,
      'the capability completions, as completion/complete gives values',
    );
  },
);
