/** Schemas of log levels, `logging/setLevel` and `notifications/message`. */
import type { Area, RevisionScope } from './area.js';
import { notificationParams, requestParams } from './base.js';
import { anything, oneWord, ref, text } from './json.js';

/** From 2026-07-28 the level stands in the metadata of each request, so the method to set it is gone. */
export const logging = (at: RevisionScope): Area => ({
  definitions: {
    LoggingLevel: oneWord('debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'),
  },
  requests: at.until('2025-11-25')
    ? {
        'logging/setLevel': {
          from: 'client',
          params: requestParams(at, { level: ref('LoggingLevel') }),
          result: ref('Result'),
        },
      }
    : {},
  notifications: {
    'notifications/message': {
      from: 'server',
      params: notificationParams(at, { level: ref('LoggingLevel'), data: anything }, { logger: text }),
    },
  },
});
