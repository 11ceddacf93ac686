/** Opens subscriptions, and tells which messages belong to one. */
import { SUBSCRIPTION_ID } from '../../adapters/mcp.js';
import { settledWithin } from '../../adapters/wait.js';
import type { RequirementId } from '../requirements/index.js';
import type { Context } from '../scenario.js';
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

/** The first message that matches, unless the request for the subscription has come to its end before. */
export async function awaitOn(
  session: Session,
  exchange: Exchange,
  match: (message: Message) => boolean,
): Promise<Message | undefined> {
  const find = (): Message | undefined => session.events.seen.find(match);
  const first = await Promise.race([session.events.next(match), exchange.replyState().then(find)]);
  if (first !== undefined || (await isOver(exchange))) return first;
  // Who is slow with everything has had the time of another request by then.
  await session.barrier();
  return find();
}

export const awaitAcknowledgement = (session: Session, exchange: Exchange): Promise<Message | undefined> =>
  awaitOn(session, exchange, (message) => message.method === ACKNOWLEDGED && isUnder(exchange)(message));

/** What it takes, one of them, to have anything that can be subscribed to; as a scenario needs it. */
export const SUBSCRIBABLE = 'tools.listChanged|prompts.listChanged|resources.listChanged|resources.subscribe';

/** Whether the server offers anything that can be subscribed to. */
export const hasSubscriptions = (session: Session): boolean =>
  SUBSCRIBABLE.split('|').some((capability) => session.declares(capability));

/** Subscriptions of one scenario. None is left open on a session that others use after it. */
export class Subscriptions {
  readonly #session: Session;
  readonly #open = new Set<Exchange>();

  constructor(session: Session) {
    this.#session = session;
  }

  open(notifications: object, id?: Id): Exchange {
    const exchange = listen(this.#session, notifications, id);
    this.#open.add(exchange);
    return exchange;
  }

  cancel(exchange: Exchange): 'dropped' | 'notified' {
    this.#open.delete(exchange);
    return this.#session.cancel(exchange);
  }

  /** Cancels what is open. What was answered is over, and must not be cancelled. */
  async end(): Promise<void> {
    for (const exchange of this.#open) if (!(await isOver(exchange))) this.cancel(exchange);
  }
}

const isOver = (exchange: Exchange): Promise<boolean> => settledWithin(exchange.replyState(), 0);

/** Runs `work` with subscriptions, and ends those that it leaves open, however it ends. */
export async function withSubscriptions(
  session: Session,
  work: (subscriptions: Subscriptions) => Promise<void>,
): Promise<void> {
  const subscriptions = new Subscriptions(session);
  try {
    await work(subscriptions);
  } finally {
    await subscriptions.end();
  }
}

/** Whether a member of an acknowledged filter grants anything. */
export const isAcknowledgement = (value: unknown): boolean =>
  value === true || (Array.isArray(value) && value.length > 0);

/** Whether the server announces changes of its tools, which a fixture can bring about; elsewhere nothing is seen. */
export function declaresToolChanges<R extends RequirementId>(
  t: Pick<Context<R>, 'notVerified'>,
  session: Session,
  ...rules: readonly NoInfer<R>[]
): boolean {
  const declares = session.declares('tools.listChanged');
  if (!declares)
    for (const rule of rules)
      t.notVerified(rule, 'declare tools.listChanged, as its tools are what we can change');
  return declares;
}
