import { defineScenario } from '../../scenario.js';
import { callTool } from '../../support/tool-calls.js';
import { isProgress, PROGRESS, PROGRESS_TOOL } from '../../support/progress.js';

export default defineScenario(
  {
    title: 'No progress is reported to whom did not ask for it',
    requirements: ['progress.only-with-token'],
    needs: { capabilities: ['tools'], tools: [PROGRESS_TOOL] },
  },
  async (t) => {
    const session = await t.session();
    await callTool(session, PROGRESS_TOOL).reply();
    await t.absent('progress.only-with-token', {
      session,
      match: isProgress,
      what: `${PROGRESS} for a request without a progress token`,
    });
  },
);
