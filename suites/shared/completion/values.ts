import { defineScenario } from '../../scenario.js';
import { findCompletable, mayComplete, NO_COMPLETION } from '../../support/completion.js';

const RULES = ['completion.answered', 'completion.at-most-100'] as const;

export default defineScenario(
  {
    title: 'An argument is completed with at most 100 values',
    requirements: RULES,
  },
  async (t) => {
    const session = await t.session();
    if (!mayComplete(session)) {
      for (const rule of RULES) t.notApplicable(rule, NO_COMPLETION);
      return;
    }
    const what = await findCompletable(session);
    const reply =
      what === undefined
        ? undefined
        : await session
            .request('completion/complete', { ref: what.ref, argument: { name: what.argument, value: '' } })
            .reply();
    if (reply?.isError === true && !session.declares('completions')) {
      for (const rule of RULES) t.notApplicable(rule, NO_COMPLETION);
      return;
    }
    if (reply === undefined || reply.isError) {
      // Not every argument can be completed, and an error is one way to say so.
      for (const rule of RULES)
        t.notVerified(rule, 'complete an argument of a prompt or template that it lists');
      return;
    }
    const values = reply.at('/result/completion/values');
    const answered = t.satisfies(
      'completion.answered',
      values,
      (list) => Array.isArray(list) && list.every((value) => typeof value === 'string'),
      'an array of strings',
    );
    if (!answered) return t.notVerified('completion.at-most-100', 'answer with an array of strings');
    t.satisfies(
      'completion.at-most-100',
      values,
      (list) => Array.isArray(list) && list.length <= 100,
      'at most 100 values',
    );
    t.observe('completion', reply.at('/result/completion'));
  },
);
