/** Requirements on what keeps two users apart: what one holds in hand (a session, a cursor, a state, a task) is of no use to another. */
import { defineRequirements } from '../requirement.js';
import { listPages } from './pages.js';

const FIRST = '2026-07-28';
const TASKS = '2025-11-25';

/** What belongs to one identity never reaches another, whatever that one knows of it. */
export const identities = defineRequirements('sentence', {
  'http.session-bound-to-identity': {
    level: 'SHOULD',
    group: 'security',
    text: 'A session serves the user alone who opened it: who else names its id is refused, and events of it are replayed to nobody else.',
    // Of the last revision that has sessions; the page of the next one refers to it.
    sources: [
      'https://modelcontextprotocol.io/docs/2025-11-25/tutorials/security/security_best_practices#session-hijacking',
    ],
    transports: ['streamable-http'],
    from: '2025-03-26',
    to: '2025-11-25',
  },
  // Before 2026-07-28 the sentence speaks of tools alone, and so does the scenario.
  'apart.cursors': {
    level: 'MUST',
    group: 'security',
    text: 'A cursor of one user brings another nothing that is listed for the first alone.',
    sources: [
      ...listPages('server/utilities/caching#security-considerations', FIRST),
      ...listPages('server/tools#security-considerations', '2024-11-05', '2025-11-25'),
    ],
  },
  'apart.resources': {
    level: 'SHOULD',
    group: 'security',
    text: 'A resource that is listed for one user alone is not read for another, nor are its changes told to that one.',
    sources: listPages('server/resources#security-considerations'),
  },
  'apart.request-state': {
    level: 'SHOULD',
    group: 'security',
    text: 'A request state that one user was given is rejected where another brings it back.',
    sources: listPages('basic/patterns/mrtr#server-requirements-basic-workflow', FIRST),
    from: FIRST,
  },
  // Later, tasks are an extension.
  'apart.tasks': {
    level: 'MUST',
    group: 'security',
    text: 'A task is neither shown to another user than its own, nor listed for it, nor cancelled by it.',
    sources: listPages('basic/utilities/tasks#task-isolation-and-access-control', TASKS, TASKS),
    from: TASKS,
    to: TASKS,
  },
});
