/** Reads the capabilities, tools, prompts, resources and templates that a server offers. */
import type { Session } from '../../suites/session.js';
import { isObject, type Json } from '../../adapters/json.js';
import { LISTS, readPages, type List } from '../../suites/support/lists.js';
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

/** All items that the server lists; what goes wrong here is for the scenarios to judge. */
async function takeAll(session: Session, list: List): Promise<Json[]> {
  const items: Json[] = [];
  if (!session.declares(list.capability)) return items;
  for await (const { reply } of readPages(session, list, (exchange) => exchange.maybe())) {
    const found = reply.result?.[list.items];
    if (Array.isArray(found)) items.push(...found.filter(isObject));
  }
  return items;
}
