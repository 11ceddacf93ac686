/** Reads lists to their end, calls tools, and reads the text of their results. */
import type { Context, LentCall, SafeCall } from '../scenario.js';
import type { Exchange, Message, Reply, RequestOptions, Session } from '../session.js';
import type { Observation } from '../../adapters/observation.js';
import { LISTS, readPages, type List } from './lists.js';
import { isObject, type Json } from '../../adapters/json.js';

/** Items of one list that are looked at: a list of a hostile target has no end. */
const MAX_ITEMS = 1_000;

export interface Item {
  readonly value: Json;
  /** A pointer into this item, as evidence. */
  at<T = unknown>(pointer: string): Observation<T>;
}

export interface Listing {
  readonly of: List;
  /** The reply with the first page. */
  readonly first: Reply;
  readonly items: readonly Item[];
  /** It was read to its end, without an error and within our bounds. */
  readonly whole: boolean;
}

/** Reads a list to its end (or to a bound), page by page. */
export async function readList(session: Session, method: List['method']): Promise<Listing> {
  const of = LISTS.find((entry) => entry.method === method);
  if (of === undefined) throw new Error(`${method} is no list`);
  let first: Reply | undefined;
  const items: Item[] = [];
  const cursors = new Set<unknown>();
  let whole = false;
  for await (const { cursor, reply } of readPages(session, of)) {
    first ??= reply;
    const values = reply.result?.[of.items];
    whole = Array.isArray(values);
    if (!Array.isArray(values)) break;
    items.push(...values.map((value, index) => itemAt(reply, `/result/${of.items}/${index}`, value)));
    const next = reply.at('/result/nextCursor').value;
    cursors.add(cursor);
    // Where a cursor leads back, there is nothing more than what was read.
    whole = (typeof next !== 'string' || cursors.has(next)) && items.length <= MAX_ITEMS;
    if (items.length >= MAX_ITEMS) break;
  }
  if (first === undefined) throw new Error('a list has a first page');
  return { of, first, items: items.slice(0, MAX_ITEMS), whole };
}

const itemAt = (reply: Reply, place: string, value: unknown): Item => ({
  value: isObject(value) ? value : {},
  at: <T>(pointer: string) => reply.at<T>(`${place}${pointer}`),
});

export const callTool = (
  session: Session,
  name: string,
  args: object = {},
  options: RequestOptions = {},
): Exchange => session.request('tools/call', { name, arguments: args }, options);

/**
 * The reply to a request for what the target owns: a tool, a resource, a prompt. It may take longer than we wait, which is
 * its right: then it is cancelled, and there is nothing to judge. Where no answer can come any more, that is no slowness.
 */
export const askOwned = (
  session: Session,
  method: string,
  params: object,
  options: RequestOptions = {},
): Promise<Reply | undefined> => awaitOwned(session, session.request(method, params, options));

/** The same of a request that was sent. */
export async function awaitOwned(session: Session, exchange: Exchange): Promise<Reply | undefined> {
  const { value } = await exchange.replyState();
  if (value !== 'late' && value !== 'cut') return exchange.reply();
  session.cancel(exchange);
  return undefined;
}

/** The reply to a call of a tool that may take its time. */
export const tryTool = (
  session: Session,
  call: SafeCall,
  options: RequestOptions = {},
): Promise<Reply | undefined> =>
  askOwned(session, 'tools/call', { name: call.name, arguments: call.arguments }, options);

/** The reply to a call that was lent. A fixture answers within moments; any other tool may take its time. */
export const callLent = (
  session: Session,
  call: LentCall,
  options: RequestOptions = {},
): Promise<Reply | undefined> =>
  call.fixture
    ? callTool(session, call.name, call.arguments, options).reply()
    : tryTool(session, call, options);

/** A result that completes its request. An error, `isError` and a demand for input do not. */
export const hasSucceeded = (result: unknown): result is Json =>
  isObject(result) &&
  result['isError'] !== true &&
  (result['resultType'] === undefined || result['resultType'] === 'complete');

export const SUCCESS = 'a result that is no error';

/** All text of a tool result. */
export function readText(result: unknown): string {
  const content = isObject(result) ? result['content'] : undefined;
  if (!Array.isArray(content)) return '';
  return content
    .map((item: unknown) => (isObject(item) && typeof item['text'] === 'string' ? item['text'] : ''))
    .join('\n');
}

export const hasMethod =
  (method: string) =>
  (message: Message): boolean =>
    message.method === method;

/** A value that no server can guess, so that finding it again shows that it was passed on. */
export const makeUnguessable = (random: () => number): string =>
  `token-${Math.floor(random() * 2 ** 48).toString(36)}`;

/**
 * What is offered may be refused, or may fail for reasons of its own; an internal error in place of it is what somebody
 * has to know of a server of which nothing else is seen to be wrong.
 */
export const judgeOffered = (t: Pick<Context, 'satisfies'>, reply: Reply): boolean =>
  t.satisfies(
    'robustness.no-internal-error',
    reply.at('/error/code'),
    (code) => code !== -32603,
    'a result, or another error than -32603',
  );

/** Where nothing that is offered could be asked for. */
export const NOTHING_OFFERED = 'the target offers nothing here that can be asked for without knowing it';
