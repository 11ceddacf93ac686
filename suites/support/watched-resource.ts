/** Changes the fixture resource that is watched for updates, and recognizes the notification of it. */
import type { Message, Reply, Session } from '../session.js';
import { callTool, readList } from './tool-calls.js';
import { CHANGE_WITHIN_MS, RESOURCE_UPDATED } from './subscription.js';

export const WATCHED_RESOURCE = 'test://watched-resource';
/** Changes the watched resource at once; a server without it changes the resource by itself every 3 seconds. */
const TRIGGER = 'test_trigger_resource_change';

export const NO_CHANGE = `change ${WATCHED_RESOURCE} every 3 seconds, or when ${TRIGGER} is called`;

/** How long an update may take: as long as a change by itself, with a margin. */
export const UPDATE_WITHIN_MS = CHANGE_WITHIN_MS + 1_000;

export const isUpdate = (message: Message): boolean => message.method === RESOURCE_UPDATED;

/** Changes the watched resource, where the server has a tool for it. Returns the reply of that tool. */
export async function triggerChange(session: Session): Promise<Reply | undefined> {
  if (!session.declares('tools')) return undefined;
  const { items } = await readList(session, 'tools/list');
  if (!items.some(({ value }) => value['name'] === TRIGGER)) return undefined;
  return callTool(session, TRIGGER).reply();
}

/** Whether an announced URI is the watched resource or one below it, and not one whose name only begins alike. */
export const isWatchedResource = (uri: unknown): boolean =>
  typeof uri === 'string' &&
  uri.startsWith(WATCHED_RESOURCE) &&
  /^([/?#]|$)/.test(uri.slice(WATCHED_RESOURCE.length));
