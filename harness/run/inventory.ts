import type { Session } from '../../suites/session.js';
import { isObject, type Json } from '../../adapters/json.js';
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

/** Pages of one list that are followed; a target that never ends its list does not hold up the run. */
const MAX_PAGES = 50;

export async function takeInventory(session: LiveSession): Promise<Inventory> {
  const [tools, prompts, resources, templates] = await Promise.all([
    all(session, 'tools', 'tools/list', 'tools'),
    all(session, 'prompts', 'prompts/list', 'prompts'),
    all(session, 'resources', 'resources/list', 'resources'),
    all(session, 'resources', 'resources/templates/list', 'resourceTemplates'),
  ]);
  return {
    capabilities: session.hello.capabilities,
    serverInfo: session.serverInfo()?.value,
    tools,
    prompts,
    resources,
    templates,
  };
}

/** All items that the server lists; what goes wrong here is for the scenarios to judge. */
async function all(session: Session, capability: string, method: string, key: string): Promise<Json[]> {
  const items: Json[] = [];
  if (!session.declares(capability)) return items;
  let cursor: unknown;
  for (let page = 0; page < MAX_PAGES; page++) {
    const reply = await session.request(method, cursor === undefined ? {} : { cursor }).maybe();
    const found = reply?.result?.[key];
    if (Array.isArray(found)) items.push(...found.filter(isObject));
    cursor = reply?.result?.['nextCursor'];
    if (typeof cursor !== 'string') break;
  }
  return items;
}
