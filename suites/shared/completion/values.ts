import { defineScenario } from '../../scenario.js';
import { completable, mayComplete, METHOD_NOT_FOUND, NO_COMPLETION } from '../../support/completion.js';

export default defineScenario(
  {
    title: 'An argument is completed with at most 100 values',
    requirements: ['completion.answered', 'completion.at-most-100'],
  },
  async (t) => {
    const session = await t.session();
    const what = mayComplete(session) ? await completable(session) : undefined;
    if (what === undefined) {
      const skip = mayComplete(session)
        ? (id: 'completion.answered' | 'completion.at-most-100') =>
            t.notVerified(id, 'list a prompt with an argument or a template with a variable')
        : (id: 'completion.answered' | 'completion.at-most-100') => t.notApplicable(id, NO_COMPLETION);
      skip('completion.answered');
      skip('completion.at-most-100');
      return;
    }
    const reply = await session
      .request('completion/complete', { ref: what.ref, argument: { name: what.argument, value: '' } })
      .reply();
    if (reply.error?.code === METHOD_NOT_FOUND && !session.declares('completions')) {
      t.notApplicable('completion.answered', NO_COMPLETION);
      t.notApplicable('completion.at-most-100', NO_COMPLETION);
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
