import { defineScenario } from '../../scenario.js';
import { callTool } from '../../support/tool-calls.js';
import { isProgress, PROGRESS, PROGRESS_TOOL } from '../../support/progress.js';

export default defineScenario(
  {
    title: 'Progress carries the token of its request and only ever grows',
    requirements: ['progress.token-echoed', 'progress.increases'],
    needs: { capabilities: ['tools'], tools: [PROGRESS_TOOL] },
  },
  async (t) => {
    let seen = 0;
    let steps = 0;
    for (const token of [`progress-${Math.floor(t.random() * 1e6)}`, 1 + Math.floor(t.random() * 1e9)]) {
      const session = await t.session();
      await callTool(session, PROGRESS_TOOL, {}, { progressToken: token }).reply();
      await session.barrier();
      let last: number | undefined;
      for (const message of session.events.seen.filter(isProgress)) {
        seen += 1;
        t.equal('progress.token-echoed', message.at('/params/progressToken'), token);
        const progress = message.at('/params/progress');
        const before = last;
        if (before !== undefined) {
          steps += 1;
          t.satisfies(
            'progress.increases',
            progress,
            (value) => typeof value === 'number' && value > before,
            `a number greater than ${before}`,
          );
        }
        last = typeof progress.value === 'number' ? progress.value : Number.NEGATIVE_INFINITY;
      }
    }
    if (seen === 0) t.notVerified('progress.token-echoed', `send ${PROGRESS} from ${PROGRESS_TOOL}`);
    if (steps === 0) t.notVerified('progress.increases', `send ${PROGRESS} twice from ${PROGRESS_TOOL}`);
  },
);
