import { defineScenario } from '../../scenario.js';
import {
  completeAll,
  isUnknownMethod,
  listCompletable,
  mayComplete,
  NO_COMPLETION,
  NOTHING_TO_COMPLETE,
} from '../../support/completion.js';

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
    let answered = false;
    for await (const { reply } of completeAll(session)) {
      if (isUnknownMethod(reply) && !session.declares('completions')) {
        for (const rule of RULES) t.notApplicable(rule, NO_COMPLETION);
        return;
      }
      // Not every argument can be completed, and an error is one way to say so.
      if (reply.isError) continue;
      const values = reply.at('/result/completion/values');
      const isList = t.satisfies(
        'completion.answered',
        values,
        (list) => Array.isArray(list) && list.every((value) => typeof value === 'string'),
        'an array of strings',
      );
      if (!isList) return t.notVerified('completion.at-most-100', 'answer with an array of strings');
      t.satisfies(
        'completion.at-most-100',
        values,
        (list) => Array.isArray(list) && list.length <= 100,
        'at most 100 values',
      );
      if (!answered) t.observe('completion', reply.at('/result/completion'));
      answered = true;
    }
    if (answered) return;
    const { all, whole } = await listCompletable(session);
    for (const rule of RULES) {
      if (all.length === 0 && whole) t.notApplicable(rule, NOTHING_TO_COMPLETE);
      else t.notVerified(rule, 'complete an argument of a prompt or template that it lists');
    }
  },
);
