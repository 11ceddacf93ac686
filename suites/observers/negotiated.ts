/** Only what was negotiated is used. */
import { isObject, type Json } from '../../adapters/json.js';
import { defineObserver } from '../observer.js';

/** What a notification of the server needs. */
const SERVER: Readonly<Record<string, readonly string[]>> = {
  'notifications/tools/list_changed': ['tools', 'listChanged'],
  'notifications/prompts/list_changed': ['prompts', 'listChanged'],
  'notifications/resources/list_changed': ['resources', 'listChanged'],
  'notifications/resources/updated': ['resources', 'subscribe'],
  'notifications/message': ['logging'],
};
/** The same of what came with 2025-11-25. */
const SERVER_PARTS: typeof SERVER = { 'notifications/tasks/status': ['tasks'] };
/** What a request of the server needs. */
const CLIENT: Readonly<Record<string, readonly string[]>> = {
  'sampling/createMessage': ['sampling'],
  'elicitation/create': ['elicitation'],
  'roots/list': ['roots'],
};
const CLIENT_PARTS: typeof CLIENT = {
  'tasks/get': ['tasks'],
  'tasks/result': ['tasks'],
  'tasks/list': ['tasks', 'list'],
  'tasks/cancel': ['tasks', 'cancel'],
};
/** What a notification needs of the client: an elicitation of this kind cannot have been asked for without. */
const CLIENT_TOLD: typeof CLIENT = { 'notifications/elicitation/complete': ['elicitation', 'url'] };
const FIRST_DEMANDED = '2025-06-18';
const FIRST_WITH_PARTS = '2025-11-25';

export default defineObserver(
  {
    title: 'The server uses no capability that was not negotiated',
    requirements: [
      'server.only-negotiated-notifications-early',
      'server.only-negotiated-notifications',
      'client.only-negotiated-requests-early',
      'client.only-negotiated-requests',
      'sampling.tools-only-declared',
      'sampling.context-only-declared',
      'elicitation.mode-declared',
      'logging.capability-declared',
    ],
    revisions: { era: 'legacy' },
  },
  () => ({
    received(message, t) {
      if (message.method === undefined || !message.ofRevision) return;
      const { server, client } = message.session;
      const isDemanded = t.revision >= FIRST_DEMANDED;
      const hasParts = t.revision >= FIRST_WITH_PARTS;
      const at = message.at('/method');
      const told = isDemanded
        ? 'server.only-negotiated-notifications'
        : 'server.only-negotiated-notifications-early';
      if (message.kind === 'notification') {
        const needed = find(message.method, SERVER, hasParts && SERVER_PARTS);
        if (needed !== undefined && server !== undefined) {
          const rule = needed[0] === 'logging' ? 'logging.capability-declared' : told;
          const expected = `that only of a server that declares the capability ${needed.join('.')}`;
          t.satisfies(rule, at, () => declares(server, needed), expected);
        }
        const heard = find(message.method, hasParts && CLIENT_TOLD);
        if (heard !== undefined && client !== undefined) {
          const expected = `that only to a client that declares the capability ${heard.join('.')}`;
          t.satisfies(told, at, () => declares(client, heard), expected);
        }
      }
      if (message.kind !== 'request' || client === undefined) return;
      const asked = find(message.method, CLIENT, hasParts && CLIENT_PARTS);
      if (asked === undefined) return;
      const rule = isDemanded ? 'client.only-negotiated-requests' : 'client.only-negotiated-requests-early';
      const expected = `that only of a client that declares the capability ${asked.join('.')}`;
      if (!t.satisfies(rule, at, () => declares(client, asked), expected) || !hasParts) return;
      const { params } = message;
      if (params['tools'] !== undefined || params['toolChoice'] !== undefined)
        t.satisfies(
          'sampling.tools-only-declared',
          message.at('/params'),
          () => declares(client, ['sampling', 'tools']),
          'tools only for a client that declares sampling.tools',
        );
      if (params['includeContext'] !== undefined && params['includeContext'] !== 'none')
        t.satisfies(
          'sampling.context-only-declared',
          message.at('/params/includeContext'),
          () => declares(client, ['sampling', 'context']),
          'none, as this client does not declare sampling.context',
        );
      if (asked[0] === 'elicitation')
        t.satisfies(
          'elicitation.mode-declared',
          message.at('/params/mode'),
          (mode) => hasMode(client, mode ?? 'form'),
          'a mode that the client declares',
        );
    },
  }),
);

/** What a method needs, by the first table that has it. */
const find = (method: string, ...tables: readonly (typeof SERVER | false)[]): readonly string[] | undefined =>
  tables.flatMap((table) => (table !== false && Object.hasOwn(table, method) ? [table[method]] : []))[0];

function declares(capabilities: Json, path: readonly string[]): boolean {
  let value: unknown = capabilities;
  for (const key of path) value = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return value !== undefined && value !== null && value !== false;
}

/** A client that names no mode has forms. */
function hasMode(client: Json, mode: unknown): boolean {
  const { elicitation } = client;
  if (!isObject(elicitation)) return true;
  if (mode === 'form' && !('url' in elicitation)) return true;
  return typeof mode === 'string' && declares(elicitation, [mode]);
}
