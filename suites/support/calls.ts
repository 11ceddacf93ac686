import type { Exchange, Message, Reply, RequestOptions, Session } from '../session.js';
import type { Observation } from '../../adapters/observation.js';
import { isObject, type Json } from './values.js';

/** Pages of one list that are read, and items that are looked at: a list of a hostile target has no end. */
const MAX_PAGES = 20;
const MAX_ITEMS = 1_000;

export interface Item {
  readonly value: Json;
  /** A pointer into this item, as evidence. */
  at<T = unknown>(pointer: string): Observation<T>;
}

export interface Listing {
  /** The reply with the first page. */
  readonly first: Reply;
  readonly items: readonly Item[];
}

/** Reads a list to its end (or to the bounds above), page by page. */
export async function list(session: Session, method: string, key: string): Promise<Listing> {
  let reply = await session.request(method).reply();
  const first = reply;
  const items = itemsOf(reply, key);
  for (let page = 1; page < MAX_PAGES && items.length < MAX_ITEMS; page += 1) {
    const cursor = reply.result?.['nextCursor'];
    if (typeof cursor !== 'string') break;
    reply = await session.request(method, { cursor }).reply();
    items.push(...itemsOf(reply, key));
  }
  return { first, items: items.slice(0, MAX_ITEMS) };
}

function itemsOf(reply: Reply, key: string): Item[] {
  const values = reply.result?.[key];
  if (!Array.isArray(values)) return [];
  return values.map((value: unknown, index) => ({
    value: isObject(value) ? value : {},
    at: <T>(pointer: string) => reply.at<T>(`/result/${key}/${index}${pointer}`),
  }));
}

export const callTool = (
  session: Session,
  name: string,
  args: object = {},
  options: RequestOptions = {},
): Exchange => session.request('tools/call', { name, arguments: args }, options);

/** A result that completes its request. An error, `isError` and a demand for input do not. */
export const succeeded = (result: unknown): boolean =>
  isObject(result) &&
  result['isError'] !== true &&
  (result['resultType'] === undefined || result['resultType'] === 'complete');

export const SUCCESS = 'a result that is no error';

/** All text of a tool result. */
export function textOf(result: unknown): string {
  const content = isObject(result) ? result['content'] : undefined;
  if (!Array.isArray(content)) return '';
  return content
    .map((item: unknown) => (isObject(item) && typeof item['text'] === 'string' ? item['text'] : ''))
    .join('\n');
}

export const has =
  (method: string) =>
  (message: Message): boolean =>
    message.method === method;

/** A value that no server can guess, so that finding it again shows that it was passed on. */
export const unguessable = (random: () => number): string =>
  `token-${Math.floor(random() * 2 ** 48).toString(36)}`;
