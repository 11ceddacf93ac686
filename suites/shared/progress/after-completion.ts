import { defineScenario } from '../../scenario.js';
import { callTool } from '../../support/tool-calls.js';
import { isProgress, PROGRESS, PROGRESS_TOOL } from '../../support/progress.js';

export default defineScenario(
  {
    title: 'Progress stops when its request is answered',
    requirements: ['progress.stops-after-completion'],
    needs: { capabilities: ['tools'], tools: [PROGRESS_TOOL] },
  },
  async (t) => {
    const session = await t.session();
    const reply = await callTool(session, PROGRESS_TOOL, {}, { progressToken: 'stops' }).reply();
    if (!session.events.seen.some(isProgress)) {
      return t.notVerified('progress.stops-after-completion', `send ${PROGRESS} from ${PROGRESS_TOOL}`);
    }
    await t.absent('progress.stops-after-completion', {
      session,
      match: (message) => isProgress(message) && message.entry > reply.entry,
      what: `${PROGRESS} after the reply`,
    });
  },
);
