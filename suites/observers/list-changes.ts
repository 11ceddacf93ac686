/** Lists that change are announced, by a server that says that it announces them. */
import { isObject, type Json } from '../../adapters/json.js';
import { defineObserver, type ReceivedMessage, type Talk } from '../observer.js';

const RULE = 'robustness.list-changes-announced';
/** By the method of the list: the capability, where in the result it stands, and what tells its items apart. */
const LISTS: Readonly<Record<string, readonly [capability: string, items: string, key: string]>> = {
  'tools/list': ['tools', 'tools', 'name'],
  'prompts/list': ['prompts', 'prompts', 'name'],
  'resources/list': ['resources', 'resources', 'uri'],
};
/** Pages that are kept of one session. */
const MAX_PAGES = 200;

interface Page {
  capability: string;
  keys: string;
  message: ReceivedMessage;
  /** A later page that differs, and of which nothing was announced so far. */
  other?: ReceivedMessage;
}

export default defineObserver(
  {
    title: 'A list that differs was announced',
    requirements: [RULE],
    revisions: { era: 'legacy' },
  },
  () => {
    const pages = new Map<Talk, Map<string, Page>>();
    /** Sessions whose announcements have a way to us. */
    const listening = new WeakSet<Talk>();
    return {
      // Where each request has a channel of its own, announcements come on one that we opened for them.
      opened({ listens, opened, session }) {
        if (listens && opened?.streaming === true) listening.add(session);
      },
      ended({ listens, session }) {
        if (!listens) return;
        listening.delete(session);
        pages.delete(session);
      },

      received(message) {
        const { session, on, ofRevision } = message;
        // Else nobody knows whether announcements came.
        if (!session.alone || !ofRevision || (on.perRequest && !listening.has(session))) return;
        const known = pages.get(session) ?? new Map<string, Page>();
        pages.set(session, known);
        const announced = /^notifications\/(\w+)\/list_changed$/.exec(message.method ?? '')?.[1];
        for (const [at, page] of known) if (page.capability === announced) known.delete(at);
        const { answers, isError } = message;
        const method = answers?.method ?? '';
        const list = Object.hasOwn(LISTS, method) ? LISTS[method] : undefined;
        if (list === undefined || isError || answers?.right !== true) return;
        const [capability, items, key] = list;
        if (!declares(session.server, capability)) return;
        const at = JSON.stringify([answers.method, answers.params['cursor']]);
        const keys = keysOf(message.at(`/result/${items}`).value, key);
        const before = known.get(at);
        // Whether a list is asked for twice on one connection is chance: that it is the same says nothing of the server.
        if (before === undefined) {
          if (known.size < MAX_PAGES) known.set(at, { capability, keys, message });
        } else if (before.keys !== keys) before.other = message;
      },

      // What is announced may come after the list.
      closed(t) {
        for (const { capability, message, other } of [...pages.values()].flatMap((known) => [
          ...known.values(),
        ])) {
          if (other === undefined) continue;
          const words = {
            expected: `notifications/${capability}/list_changed, which the server declares, where the list changes`,
            received: 'another list, and no announcement',
          };
          t.judge(RULE, false, words, other, message);
        }
      },
    };
  },
);

const declares = (server: Json | undefined, capability: string): boolean => {
  const declared = server?.[capability];
  return isObject(declared) && declared['listChanged'] === true;
};

/** In no order: none is promised. */
const keysOf = (items: unknown, key: string): string =>
  JSON.stringify(
    (Array.isArray(items) ? items : []).map((item) => String(isObject(item) ? item[key] : null)).sort(),
  );
