/** Schemas of `subscriptions/listen`, and of the notification that acknowledges it. */
import type { Area, RevisionScope } from './area.js';
import { id, notificationParams, requestParams } from './base.js';
import { boolean, list, object, ref, text } from './json.js';

/** From 2026-07-28 the client asks for the notifications it wants, and holds the request open. */
export const subscriptions = (at: RevisionScope): Area => {
  if (!at.since('2026-07-28')) return {};
  const wanted = { notifications: ref('SubscriptionFilter') };
  return {
    definitions: {
      SubscriptionFilter: object(
        {},
        {
          toolsListChanged: boolean,
          promptsListChanged: boolean,
          resourcesListChanged: boolean,
          resourceSubscriptions: list(text),
        },
      ),
      SubscriptionsListenResult: object({
        resultType: text,
        _meta: object(
          { 'io.modelcontextprotocol/subscriptionId': id },
          { 'io.modelcontextprotocol/serverInfo': ref('Implementation') },
        ),
      }),
    },
    requests: {
      'subscriptions/listen': {
        from: 'client',
        params: requestParams(at, wanted),
        result: ref('SubscriptionsListenResult'),
      },
    },
    notifications: {
      'notifications/subscriptions/acknowledged': { from: 'server', params: notificationParams(at, wanted) },
    },
  };
};
