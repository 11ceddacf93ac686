/** Reads the capabilities, tools, prompts, resources and templates that a server offers. */
import { isObject, type Json } from '../../adapters/json.js';
import { LISTS, readPages, type List } from '../../suites/support/lists.js';
import { CannotSay } from '../session/exchange.js';
import type { LiveSession } from '../session/session.js';

/** What a target offers at one revision on one transport: read once, before the plan. */
export interface Inventory {
  capabilities: Json;
  serverInfo: unknown;
  tools: readonly Json[];
  prompts: readonly Json[];
  resources: readonly Json[];
  templates: readonly Json[];
}

export async function takeInventory(session: LiveSession): Promise<Inventory> {
  const [tools = [], prompts = [], resources = [], templates = []] = await Promise.all(
    LISTS.map((list) => takeAll(session, list)),
  );
  return {
    capabilities: session.hello.capabilities,
    serverInfo: session.serverInfo()?.value,
    tools,
    prompts,
    resources,
    templates,
  };
}

/** The tools of a server as it lists them now. */
export const takeTools = (session: LiveSession): Promise<Json[]> => takeAll(session, LISTS[0]);

/** Items of one list that are kept, and characters of their JSON: a list of a hostile target has no end. */
const MAX_ITEMS = 2_000;
const MAX_CHARACTERS = 2 * 1024 * 1024;

/** The items that the server lists, as many as are kept; what goes wrong here is for the scenarios to judge. */
async function takeAll(session: LiveSession, list: List): Promise<Json[]> {
  const items: Json[] = [];
  if (!session.declares(list.capability)) return items;
  let room = MAX_CHARACTERS;
  const keep = (item: unknown): boolean => {
    if (!isObject(item)) return true;
    room -= JSON.stringify(item).length;
    if (room < 0 || items.length >= MAX_ITEMS) return false;
    items.push(item);
    return true;
  };
  try {
    for await (const { reply } of readPages(session, list, (exchange) => exchange.maybe())) {
      const found = reply.result?.[list.items];
      if (!Array.isArray(found) || found.every(keep)) continue;
      session.transcript.note(`the first ${items.length} items of ${list.method} are looked at, and no more`);
      break;
    }
  } catch (error) {
    // A page that could not be read whole is none.
    if (!CannotSay.is(error)) throw error;
  }
  return items;
}
