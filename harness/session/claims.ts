/** Tells which requests in flight a message belongs to that is no reply. */
import { SUBSCRIPTION_ID } from '../../adapters/mcp.js';
import type { Message } from '../../suites/session.js';
import type { Pending } from './exchange.js';

/** By channel where requests have their own; on a shared one by progress token or subscription, or all that are open. */
export function listClaims(
  message: Message,
  pending: readonly Pending[],
  channelPerRequest: boolean,
): Pending[] {
  if (channelPerRequest) return pending.filter((one) => one.expects.channel.id === message.channel);
  if (message.method === 'notifications/progress') {
    const token = message.at('/params/progressToken').value;
    return pending.filter((one) => one.expects.progressToken === token);
  }
  const subscription = message.at(SUBSCRIPTION_ID).value;
  return pending.filter((one) => (subscription === undefined ? !one.settled : one.id === subscription));
}
