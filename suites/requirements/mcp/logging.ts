/** Requirements on log messages and the minimum level that a client sets for them. */
import { defineRequirements } from '../requirement.js';
import { listPages, listTypes } from './pages.js';

/** `server/utilities/logging`. */
export const logging = defineRequirements('sentence', {
  'logging.capability-declared': {
    level: 'MUST',
    group: 'discovery',
    text: 'A server that sends log messages declares the logging capability.',
    sources: listPages('server/utilities/logging#capabilities'),
  },
  'logging.level-accepted': {
    level: 'MUST',
    basis: 'schema',
    group: 'tooling',
    text: 'A server that declares logging accepts each of the eight levels of RFC 5424 as the minimum level.',
    sources: listTypes(
      'SetLevelRequest',
      'server/utilities/logging#setting-log-level',
      '2024-11-05',
      '2025-11-25',
    ),
    to: '2025-11-25',
  },
  'logging.invalid-level-code': {
    level: 'SHOULD',
    group: 'tooling',
    text: 'A log level that does not exist is answered with the JSON-RPC error -32602.',
    sources: listPages('server/utilities/logging#error-handling'),
  },
  'logging.messages-sent': {
    level: 'SHOULD',
    basis: 'schema',
    group: 'tooling',
    text: 'Messages of the level that the client set, and of more severe ones, are sent to it.',
    sources: listTypes(
      'SetLevelRequest',
      'server/utilities/logging#setting-log-level',
      '2024-11-05',
      '2025-11-25',
    ),
    to: '2025-11-25',
  },
  'logging.level-respected': {
    level: 'SHOULD',
    basis: 'schema',
    group: 'tooling',
    text: 'No message is sent that is less severe than the level that the client asked for.',
    sources: [
      ...listPages('server/utilities/logging#per-request-log-level', '2026-07-28'),
      ...listTypes(
        'SetLevelRequest',
        'server/utilities/logging#setting-log-level',
        '2024-11-05',
        '2025-11-25',
      ),
    ],
  },
  'logging.only-when-asked': {
    level: 'MUST',
    group: 'tooling',
    text: 'No log message is sent for a request that asks for no log level.',
    sources: listPages('server/utilities/logging#per-request-log-level', '2026-07-28'),
    from: '2026-07-28',
  },
  'logging.no-credentials': {
    level: 'MUST',
    group: 'security',
    text: 'Log messages hold no credential that the server was given.',
    sources: listPages('server/utilities/logging#security'),
  },
  'logging.not-on-subscriptions': {
    level: 'MUST',
    group: 'transport',
    text: 'Log messages belong to the request that asked for them and are never delivered on a subscription.',
    sources: listPages('server/utilities/logging#per-request-log-level', '2026-07-28'),
    from: '2026-07-28',
  },
});
