/** Requirements on what keeps clients apart: replies, notifications, sessions, definitions and files of one reach no other. */
import { defineRequirements } from '../requirement.js';
import { listPages } from './pages.js';

const LAST = '2025-11-25';

const responses = [
  ...listPages('basic/index#result-responses', LAST),
  ...listPages('basic/index#responses', '2025-03-26', '2025-06-18'),
  '2024-11-05/basic/messages#responses',
] as const;

/** What belongs to one client never reaches another. */
export const apart = defineRequirements('sentence', {
  'apart.replies': {
    level: 'MUST',
    group: 'security',
    text: 'A reply answers the request of the client that gets it, whatever other clients ask at the same time and under the same id.',
    sources: ['2026-07-28/basic/patterns/index#request-and-response', ...responses],
  },
  'apart.progress': {
    level: 'MUST',
    group: 'security',
    text: 'Progress is reported to the client whose request it belongs to, and to no other.',
    sources: [
      ...listPages('basic/patterns/progress#behavior-requirements', '2026-07-28'),
      ...listPages('basic/utilities/progress#behavior-requirements', '2024-11-05', LAST),
    ],
  },
  // A server may end any session at any time: that it does so for each new client is what no sentence forbids.
  'apart.client-lives': {
    level: 'ROBUSTNESS',
    group: 'security',
    text: 'A client is served on after another client has opened a session of its own.',
    sources: [...listPages('basic/lifecycle#operation', '2024-11-05', LAST)],
    to: LAST,
  },
  // No sentence demands it before 2026-07-28, and there of the names alone: tools.list-same-everywhere and its like.
  'apart.definitions-hold': {
    level: 'ROBUSTNESS',
    group: 'security',
    text: 'Tools, prompts and resources keep their descriptions, schemas and annotations after calls and for other clients, unless a change is announced.',
    sources: listPages('server/tools#list-changed-notification'),
  },
  'apart.read-only-changes-no-list': {
    level: 'ROBUSTNESS',
    group: 'security',
    text: 'A tool that is annotated as read-only changes no list.',
    sources: listPages('schema#toolannotations', '2025-06-18'),
    from: '2025-06-18',
  },
  'resources.no-traversal': {
    level: 'MUST',
    group: 'security',
    text: 'A URI that leads out of what is offered, by parent folders, encoded ones or an absolute path, is refused and gives no contents.',
    sources: listPages('server/resources#security-considerations'),
  },
  'resources.malformed-refused': {
    level: 'MUST',
    group: 'security',
    text: 'What is no URI is refused where a resource is read, and gives no contents.',
    sources: listPages('server/resources#security-considerations'),
  },
  'resources.refusal-code': {
    level: 'SHOULD',
    group: 'tooling',
    text: 'A URI that is not read is refused with a standard error for that, and not as a method that is not there or a message that cannot be parsed.',
    sources: listPages('server/resources#error-handling'),
  },
  'apart.upstreams': {
    level: 'ROBUSTNESS',
    group: 'security',
    text: 'What a gateway is told for one server behind it, or by it, reaches no other server behind it.',
    sources: listPages('architecture/index#design-principles'),
  },
  'http.token-not-passed-through': {
    level: 'MUST',
    group: 'security',
    text: 'The token of a client is not passed through to the servers behind a gateway.',
    sources: [
      '2026-07-28/basic/authorization/security-considerations#access-token-privilege-restriction',
      ...listPages('basic/authorization#access-token-privilege-restriction', '2025-06-18', LAST),
    ],
    transports: ['streamable-http'],
    from: '2025-06-18',
  },
});
