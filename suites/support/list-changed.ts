/** Judges whether a server announces that its list of tools or prompts has changed. */
import type { Context } from '../scenario.js';
import { callTool, hasMethod, hasSucceeded } from './tool-calls.js';
import { awaitAcknowledgement, CHANGE_WITHIN_MS, listen } from './subscription.js';

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
  const subscription = t.era === 'modern' ? listen(session, change.filter) : undefined;
  if (subscription !== undefined && (await awaitAcknowledgement(session, subscription)) === undefined) {
    return t.notVerified(change.requirement, 'acknowledge a subscription to changes of the list');
  }
  const reply = await callTool(session, change.trigger).reply();
  if (!hasSucceeded(reply.result)) {
    return t.notVerified(change.requirement, `let ${change.trigger} succeed`);
  }
  const announced = await (subscription ?? session).events.next(hasMethod(change.method), CHANGE_WITHIN_MS);
  t.satisfies(
    change.requirement,
    announced?.at('/method') ?? reply.at('/result'),
    () => announced !== undefined,
    `${change.method} within ${CHANGE_WITHIN_MS / 1000} s of the change`,
  );
  if (subscription !== undefined) session.cancel(subscription);
}
