/** The four list methods of MCP, and how to follow their pages by cursor. */
import type { Exchange, Message, Reply, Session } from '../session.js';
import { isObject } from '../../adapters/json.js';
import { isUri, isUriTemplate } from './values.js';

/** The list methods, the capability that each belongs to, and the members that hold and name its items. */
export const LISTS = [
  { method: 'tools/list', capability: 'tools', items: 'tools', key: 'name' },
  { method: 'prompts/list', capability: 'prompts', items: 'prompts', key: 'name' },
  { method: 'resources/list', capability: 'resources', items: 'resources', key: 'uri' },
  {
    method: 'resources/templates/list',
    capability: 'resources',
    items: 'resourceTemplates',
    key: 'uriTemplate',
  },
] as const;

export type List = (typeof LISTS)[number];

export const listDeclaredLists = (session: Session): List[] =>
  LISTS.filter((list) => session.declares(list.capability));

/** Modern methods that change nothing: discovery, and a list where there is one. */
export const listAskable = (session: Session): string[] => [
  'server/discover',
  ...listDeclaredLists(session)
    .slice(0, 1)
    .map((list) => list.method),
];

/** What names the items of a page, in the order of the page. */
export function listItems(list: List, page: Message): unknown[] {
  const items = page.at(`/result/${list.items}`).value;
  return Array.isArray(items) ? items.map((item) => (isObject(item) ? item[list.key] : item)) : [];
}

/** Whether what names an item can stand in a request: as text, and as a URI where the request asks for one. */
export function isAskable({ key }: List, value: unknown): value is string {
  if (key === 'uri') return isUri(value);
  return key === 'uriTemplate' ? isUriTemplate(value) : typeof value === 'string';
}

/** The items of a page as one text, whatever their order: no sentence promises one between two requests. */
export const describeItems = (list: List, page: Message): string =>
  listItems(list, page).map(String).toSorted().join('\n');

/** Pages that are followed of one list; a longer one is not read to its end. */
const MAX_PAGES = 50;

export interface Page {
  /** Absent for the first. */
  cursor?: string;
  reply: Reply;
}

/**
 * Follows the cursors until there is none, one comes a second time, or the server answers with an error. `ask` says how a
 * reply is waited for; by default its absence throws, and `undefined` ends the list.
 */
export async function* readPages(
  session: Session,
  list: List,
  ask: (exchange: Exchange) => Promise<Reply | undefined> = (exchange) => exchange.reply(),
): AsyncGenerator<Page> {
  const seen = new Set<string>();
  for (let cursor: string | undefined; ;) {
    const given = cursor === undefined ? {} : { cursor };
    const reply = await ask(session.request(list.method, given));
    if (reply === undefined) return;
    yield { ...given, reply };
    const next = reply.at('/result/nextCursor').value;
    if (typeof next !== 'string' || seen.has(next) || seen.size + 1 >= MAX_PAGES) return;
    seen.add(next);
    cursor = next;
  }
}
