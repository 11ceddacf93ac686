import { defineScenario } from '../../scenario.js';
import { callLent } from '../../support/tool-calls.js';
import { isProgress, PROGRESS } from '../../support/progress.js';

export default defineScenario(
  {
    title: 'Progress carries the token of its request and only ever grows',
    requirements: ['progress.token-echoed', 'progress.increases'],
    needs: { capabilities: ['tools'], role: 'progress' },
  },
  async (t) => {
    const call = await t.role('progress');
    let seen = 0;
    let steps = 0;
    for (const token of [`progress-${Math.floor(t.random() * 1e6)}`, 1 + Math.floor(t.random() * 1e9)]) {
      const session = await t.session();
      if ((await callLent(session, call, { progressToken: token })) === undefined) continue;
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
    if (seen === 0)
      t.notVerified('progress.token-echoed', `send ${PROGRESS} from ${call.name} before it answers`);
    // A fixture sends several; how often another tool reports is its own choice.
    if (steps > 0) return;
    if (call.fixture) t.notVerified('progress.increases', `send ${PROGRESS} twice from ${call.name}`);
    else t.notApplicable('progress.increases', `${call.name} sends ${PROGRESS} once`);
  },
);
