import { defineScenario } from '../../scenario.js';
import { isBelow, isLog, LOG_MESSAGE } from '../../support/logging.js';
import { callLent, hasSucceeded } from '../../support/tool-calls.js';

const RULE = 'logging.level-respected';
/** The levels of the client that calls, and of the one that hardly wants to hear anything. */
const [MOST, LEAST] = ['debug', 'emergency'] as const;
/** How long a message may take that a tool sends while it runs. */
const MESSAGE_WITHIN_MS = 1_000;

export default defineScenario(
  {
    title: 'What one client has logged does not reach another one that set a higher level',
    requirements: [RULE],
    needs: { capabilities: ['tools', 'logging'], role: 'logging', clients: 'of one server' },
    revisions: { era: 'legacy' },
    isolation: 'session',
  },
  async (t) => {
    const call = await t.role('logging');
    const [caller, bystander] = [await t.session(), await t.session()];
    for (const [session, level] of [
      [bystander, LEAST],
      [caller, MOST],
    ] as const) {
      const set = await session.request('logging/setLevel', { level }).reply();
      if (!hasSucceeded(set.result)) return t.notVerified(RULE, `let the level be set to ${level}`);
    }
    await callLent(caller, call);
    const said = await caller.events.next(isLog, MESSAGE_WITHIN_MS);
    if (said === undefined) return t.notVerified(RULE, `send the log messages of ${call.name}`);
    await t.absent(RULE, {
      session: bystander,
      match: isBelow(LEAST),
      what: `${LOG_MESSAGE} of what another client called, as this one set the level ${LEAST}`,
    });
  },
);
