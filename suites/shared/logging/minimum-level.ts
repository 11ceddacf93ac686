import { defineScenario, type Context, type LentCall } from '../../scenario.js';
import { callLent, hasSucceeded } from '../../support/tool-calls.js';
import { isBelow, isLog, LOG_MESSAGE } from '../../support/logging.js';
import type { Message, Reply, Session } from '../../session.js';

/** What holds of a level that was set; a refused request sets none. */
const LEVEL_RULES = ['logging.messages-sent', 'logging.level-respected'] as const;
const DECLARED = 'logging.capability-declared';
/** How long a message may take that a tool sends while it runs. */
const MESSAGE_WITHIN_MS = 1_000;

type T = Context<(typeof LEVEL_RULES)[number] | typeof DECLARED>;

export default defineScenario(
  {
    title: 'A client gets the log messages of the level that it set, and no lesser ones',
    requirements: [...LEVEL_RULES, DECLARED],
    needs: { capabilities: ['tools'], role: 'logging' },
    revisions: { era: 'legacy' },
  },
  async (t) => {
    const session = await t.session();
    const tool = await t.role('logging');
    const set = await setLevel(session, 'debug');
    const call = await callLent(session, tool);
    const message = await session.events.next(isLog, MESSAGE_WITHIN_MS);
    judgeDeclared(t, session, tool, message);
    if (!hasSucceeded(set.result)) return withoutLevel(t, session);
    if (message === undefined && !session.declares('logging'))
      return noLevel(t, 'this server neither declares logging nor logs');
    if (message !== undefined || (tool.fixture && call !== undefined)) {
      t.satisfies(
        'logging.messages-sent',
        message?.at('/params/level') ?? (call as Reply).at('/result'),
        () => message !== undefined,
        `${LOG_MESSAGE} of ${tool.name}, which logs at the level info`,
      );
    }
    if (message === undefined) {
      if (!tool.fixture)
        t.notVerified('logging.messages-sent', `send the log messages of ${tool.name} again`);
      return t.notVerified('logging.level-respected', `send the log messages of ${tool.name}`);
    }
    // At what level another tool logs is its own choice.
    const least = tool.fixture ? 'error' : 'emergency';
    const raised = await setLevel(session, least);
    if (!hasSucceeded(raised.result))
      return t.notVerified('logging.level-respected', `let the level be set to ${least}`);
    await callLent(session, tool);
    const lesser = isBelow(least);
    await t.absent('logging.level-respected', {
      session,
      match: (event) => event.entry > raised.entry && lesser(event),
      what: `${LOG_MESSAGE} below the level ${least}`,
    });
    await setLevel(session, 'debug');
  },
);

const setLevel = (session: Session, level: string): Promise<Reply> =>
  session.request('logging/setLevel', { level }).reply();

/** Who logs has to declare it, whether a level can be set or not. */
function judgeDeclared(t: T, session: Session, tool: LentCall, message: Message | undefined): void {
  if (message !== undefined) {
    t.satisfies(
      DECLARED,
      session.handshakeReply.at('/result/capabilities/logging'),
      (logging) => logging !== undefined,
      'the capability logging, as log messages are sent',
    );
  } else if (session.declares('logging')) t.notVerified(DECLARED, `send the log messages of ${tool.name}`);
  else t.notApplicable(DECLARED, 'this server neither declares logging nor logs');
}

function withoutLevel(t: T, session: Session): void {
  if (!session.declares('logging'))
    return noLevel(t, 'this server does not declare logging, and lets no level be set');
  for (const rule of LEVEL_RULES) t.notVerified(rule, 'let the level be set to debug');
}

function noLevel(t: T, reason: string): void {
  for (const rule of LEVEL_RULES) t.notApplicable(rule, reason);
}
