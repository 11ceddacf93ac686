import { defineScenario } from '../../scenario.js';
import { readErrorCode } from '../../support/error-code.js';
import { makeUnguessable } from '../../support/tool-calls.js';
import { listCompletable, NOTHING_TO_COMPLETE } from '../../support/completion.js';

export default defineScenario(
  {
    title: 'What cannot be completed is an invalid parameter',
    requirements: ['completion.unknown-prompt-code', 'completion.missing-argument-code'],
    needs: { capabilities: ['completions'] },
    revisions: { from: '2025-03-26' },
  },
  async (t) => {
    const session = await t.session();
    const unknown = session.compose('completion/complete', {
      ref: { type: 'ref/prompt', name: makeUnguessable(() => t.random()) },
      argument: { name: 'any', value: '' },
    });
    const refused = await session.raw(unknown).reply();
    t.equal('completion.unknown-prompt-code', readErrorCode(refused), -32602);

    const { all, whole } = await listCompletable(session);
    const [what] = all;
    if (what === undefined) {
      if (whole) return t.notApplicable('completion.missing-argument-code', NOTHING_TO_COMPLETE);
      const missing = 'list a prompt with an argument or a template with a variable';
      return t.notVerified('completion.missing-argument-code', missing);
    }
    const bare = session.compose('completion/complete', { ref: what.ref });
    const reply = await session.raw(bare).reply();
    t.equal('completion.missing-argument-code', readErrorCode(reply), -32602);
  },
);
