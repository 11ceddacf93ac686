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
/** What a request of the server needs. */
const CLIENT: Readonly<Record<string, readonly string[]>> = {
  'sampling/createMessage': ['sampling'],
  'elicitation/create': ['elicitation'],
  'roots/list': ['roots'],
};
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
      const at = message.at('/method');
      const needed = message.kind === 'notification' ? ownOf(SERVER, message.method) : undefined;
      if (needed !== undefined && server !== undefined) {
        const rule =
          needed[0] === 'logging'
            ? 'logging.capability-declared'
            : isDemanded
              ? 'server.only-negotiated-notifications'
              : 'server.only-negotiated-notifications-early';
        const expected = `that only of a server that declares the capability ${needed.join('.')}`;
        t.satisfies(rule, at, () => declares(server, needed), expected);
      }
      const asked = message.kind === 'request' ? ownOf(CLIENT, message.method) : undefined;
      if (asked === undefined || client === undefined) return;
      const rule = isDemanded ? 'client.only-negotiated-requests' : 'client.only-negotiated-requests-early';
      const expected = `that only of a client that declares the capability ${asked.join('.')}`;
      if (!t.satisfies(rule, at, () => declares(client, asked), expected)) return;
      if (t.revision < FIRST_WITH_PARTS) return;
      const { params } = message;
      if (params['tools'] !== undefined || params['toolChoice'] !== undefined)
        t.satisfies(
          'sampling.tools-only-declared',
          message.at('/params'),
          () => declares(client, ['sampling', 'tools']),
          'tools only for a client that declares sampling.tools',
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

const ownOf = (table: Readonly<Record<string, readonly string[]>>, method: string) =>
  Object.hasOwn(table, method) ? table[method] : undefined;

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
