import { defineScenario } from '../../scenario.js';
import { callLent } from '../../support/tool-calls.js';
import { isProgress, PROGRESS } from '../../support/progress.js';

export default defineScenario(
  {
    title: 'No progress is reported to whom did not ask for it',
    requirements: ['progress.only-with-token'],
    needs: { capabilities: ['tools'], role: 'progress' },
  },
  async (t) => {
    const session = await t.session();
    const call = await t.role('progress');
    if ((await callLent(session, call)) === undefined)
      return t.notVerified('progress.only-with-token', `answer ${call.name} within the request timeout`);
    await t.absent('progress.only-with-token', {
      session,
      match: isProgress,
      what: `${PROGRESS} for a request without a progress token`,
    });
  },
);
