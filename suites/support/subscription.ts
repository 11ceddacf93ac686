/** Opens subscriptions, and tells which messages belong to one. */
import { SUBSCRIPTION_ID } from '../../adapters/mcp.js';
import type { Exchange, Id, Message, Session } from '../session.js';

export const ACKNOWLEDGED = 'notifications/subscriptions/acknowledged';
export const TOOLS_CHANGED = 'notifications/tools/list_changed';
export const PROMPTS_CHANGED = 'notifications/prompts/list_changed';
export const RESOURCES_CHANGED = 'notifications/resources/list_changed';
export const RESOURCE_UPDATED = 'notifications/resources/updated';

/** How long a notification may take that follows a change, in milliseconds. */
export const CHANGE_WITHIN_MS = 3_000;

/** Opens a subscription; its reply is not due before it ends. */
export const listen = (session: Session, notifications: object, id?: Id): Exchange =>
  session.request(
    'subscriptions/listen',
    { notifications },
    { timeout: Number.POSITIVE_INFINITY, ...(id === undefined ? {} : { id }) },
  );

/** Whether a message is under the id of a subscription, by value and type. */
export const isUnder =
  (exchange: Exchange) =>
  (message: Message): boolean =>
    message.at(SUBSCRIPTION_ID).value === exchange.id;

export const awaitAcknowledgement = (session: Session, exchange: Exchange): Promise<Message | undefined> =>
  session.events.next((message) => message.method === ACKNOWLEDGED && isUnder(exchange)(message));

/** Whether the server offers anything that can be subscribed to. */
export const hasSubscriptions = (session: Session): boolean =>
  ['tools.listChanged', 'prompts.listChanged', 'resources.listChanged', 'resources.subscribe'].some(
    (capability) => session.declares(capability),
  );

const OF_SUBSCRIPTIONS = [ACKNOWLEDGED, TOOLS_CHANGED, PROMPTS_CHANGED, RESOURCES_CHANGED, RESOURCE_UPDATED];

/** Messages that only a subscription brings, whatever id they carry. */
export const isOfSubscription = (message: Message): boolean =>
  OF_SUBSCRIPTIONS.includes(message.method ?? '') || message.at(SUBSCRIPTION_ID).value !== undefined;

/** Whether a member of an acknowledged filter grants anything. */
export const isAcknowledgement = (value: unknown): boolean =>
  value === true || (Array.isArray(value) && value.length > 0);
