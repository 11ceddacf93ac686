/** Schemas of `roots/list`, by which a server asks for the folders of its client. */
import type { Area, RevisionScope } from './area.js';
import { meta, notificationParams, requestParams, result } from './base.js';
import { list, object, ref, text, uri } from './json.js';

export const roots = (at: RevisionScope): Area => {
  const legacy = at.until('2025-11-25');
  const found = { roots: list(ref('Root')) };
  return {
    definitions: {
      Root: object({ uri }, { name: text, ...meta(at) }),
      ListRootsResult: legacy ? result(at, found) : object(found),
    },
    requests: legacy
      ? { 'roots/list': { from: 'server', params: requestParams(at), result: ref('ListRootsResult') } }
      : {},
    notifications: legacy
      ? { 'notifications/roots/list_changed': { from: 'client', params: notificationParams(at) } }
      : {},
  };
};
