/** The requirement that every message of the server is valid by the MCP schema of its revision. */
import { defineRequirements } from './requirement.js';

/** What every message of every case is held against, whatever the scenario is about. */
export const wire = defineRequirements('schema', {
  'wire.schema': {
    level: 'MUST',
    group: 'schemas',
    text: 'Every message of the server is valid by the schema of the revision that it is spoken at.',
    sources: [
      '2026-07-28/schema',
      '2025-11-25/schema',
      '2025-06-18/schema',
      '2025-03-26/basic/index#messages',
      '2024-11-05/basic/messages',
    ],
  },
});
