import { defineScenario } from '../../scenario.js';
import { completeAll, isUnknownMethod, NO_COMPLETION } from '../../support/completion.js';
import { isObject } from '../../../adapters/json.js';

const RULE = 'completion.capability-declared';

export default defineScenario(
  {
    title: 'A server that completes declares it',
    requirements: [RULE],
    revisions: { from: '2025-03-26' },
  },
  async (t) => {
    const session = await t.session();
    const judge = (expected: string) =>
      t.satisfies(RULE, session.handshakeReply.at('/result/capabilities/completions'), isObject, expected);
    if (session.declares('completions')) {
      judge('an object that declares the capability');
      return;
    }
    for await (const { reply } of completeAll(session)) {
      if (isUnknownMethod(reply)) break;
      const values = reply.at('/result/completion/values').value;
      if (!Array.isArray(values) || values.length === 0) continue;
      judge('the capability completions, as completion/complete gives values');
      return;
    }
    t.notApplicable(RULE, NO_COMPLETION);
  },
);
