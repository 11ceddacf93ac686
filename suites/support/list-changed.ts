/** Judges whether a server announces that its list of tools or prompts has changed. */
import type { Context } from '../scenario.js';
import type { EventLog, Session } from '../session.js';
import { callTool, hasMethod, hasSucceeded } from './tool-calls.js';
import { awaitAcknowledgement, CHANGE_WITHIN_MS, withSubscriptions } from './subscription.js';

export interface ListChange<R> {
  requirement: R;
  /** The fixture tool that changes the list. */
  trigger: string;
  /** What a subscription asks for, where the era has subscriptions. */
  filter: object;
  method: string;
}

/** Changes a list and waits for its announcement, subscribed to it where the era wants that. */
export async function judgeListChanged<R extends 'tools.list-changed' | 'prompts.list-changed'>(
  t: Context<R>,
  change: ListChange<R>,
): Promise<void> {
  const session = await t.session();
  if (t.era === 'legacy') return judgeAnnounced(t, change, session, session.events);
  await withSubscriptions(session, async (subscriptions) => {
    const subscription = subscriptions.open(change.filter);
    if ((await awaitAcknowledgement(session, subscription)) === undefined)
      return t.notVerified(change.requirement, 'acknowledge a subscription to changes of the list');
    await judgeAnnounced(t, change, session, subscription.events);
  });
}

async function judgeAnnounced<R extends 'tools.list-changed' | 'prompts.list-changed'>(
  t: Context<R>,
  { requirement, trigger, method }: ListChange<R>,
  session: Session,
  events: EventLog,
): Promise<void> {
  const reply = await callTool(session, trigger).reply();
  if (!hasSucceeded(reply.result)) return t.notVerified(requirement, `let ${trigger} succeed`);
  const announced = await events.next(hasMethod(method), CHANGE_WITHIN_MS);
  t.satisfies(
    requirement,
    announced?.at('/method') ?? reply.at('/result'),
    () => announced !== undefined,
    `${method} within ${CHANGE_WITHIN_MS / 1000} s of the change`,
  );
}
