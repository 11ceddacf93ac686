/** Schemas of resources and templates: listing, reading, and notifications of changes. */
import type { Area, RevisionScope } from './area.js';
import {
  cacheable,
  icons,
  meta,
  named,
  notificationParams,
  pageParams,
  pageResult,
  requestParams,
  result,
} from './base.js';
import { inputAnswers } from './input.js';
import { integer, list, object, ref, text, uri, uriTemplate } from './json.js';

export const resources = (at: RevisionScope): Area => {
  const { until } = at;
  const described = {
    description: text,
    mimeType: text,
    annotations: ref('Annotations'),
    ...named(at),
    ...icons(at),
    ...meta(at),
  };
  return {
    definitions: {
      Resource: object({ uri, name: text }, { size: integer, ...described }),
      ResourceTemplate: object({ uriTemplate, name: text }, described),
      ListResourcesResult: pageResult(at, { resources: list(ref('Resource')) }),
      ListResourceTemplatesResult: pageResult(at, { resourceTemplates: list(ref('ResourceTemplate')) }),
      ReadResourceResult: result(at, { contents: list(ref('ResourceContents')), ...cacheable(at) }),
    },
    requests: {
      'resources/list': { from: 'client', params: pageParams(at), result: ref('ListResourcesResult') },
      'resources/templates/list': {
        from: 'client',
        params: pageParams(at),
        result: ref('ListResourceTemplatesResult'),
      },
      'resources/read': {
        from: 'client',
        params: requestParams(at, { uri }, inputAnswers(at)),
        result: ref('ReadResourceResult'),
        mayAskForInput: true,
      },
      // From 2026-07-28 a resource is watched through `subscriptions/listen`.
      ...(until('2025-11-25') && {
        'resources/subscribe': { from: 'client', params: requestParams(at, { uri }), result: ref('Result') },
        'resources/unsubscribe': {
          from: 'client',
          params: requestParams(at, { uri }),
          result: ref('Result'),
        },
      }),
    },
    notifications: {
      'notifications/resources/list_changed': { from: 'server', params: notificationParams(at) },
      'notifications/resources/updated': { from: 'server', params: notificationParams(at, { uri }) },
    },
  };
};
