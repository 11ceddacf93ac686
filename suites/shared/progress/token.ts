import { defineScenario } from '../../scenario.js';
import type { Session } from '../../session.js';
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
    const tokens = [`progress-${Math.floor(t.random() * 1e6)}`, 1 + Math.floor(t.random() * 1e9)];
    const asked = await Promise.all(tokens.map(async (token) => ({ token, session: await t.session() })));
    // Both at once: a tool that reports progress takes its time.
    const ends = await t.wait(Promise.allSettled(asked.map(({ token, session }) => ask(session, token))));
    for (const { token, session } of asked) {
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
    // A binding may carry tokens of one type alone: what came under that one is judged by then.
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
    if (seen === 0)
      t.notVerified('progress.token-echoed', `send ${PROGRESS} from ${call.name} before it answers`);
    // A fixture sends several; how often another tool reports is its own choice.
    if (steps > 0) return;
    if (call.fixture) t.notVerified('progress.increases', `send ${PROGRESS} twice from ${call.name}`);
    else t.notApplicable('progress.increases', `${call.name} sends ${PROGRESS} once`);

    async function ask(session: Session, progressToken: string | number): Promise<void> {
      if ((await callLent(session, call, { progressToken })) !== undefined) await session.barrier();
    }
  },
);
