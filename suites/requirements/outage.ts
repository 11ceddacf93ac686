/** Requirements on servers whose process, machine or network fails: crash, pause, lack of resources. */
import { listPages } from './mcp/pages.js';
import { defineRequirements } from './requirement.js';

const MODERN = '2026-07-28';

const robust = { level: 'ROBUSTNESS', group: 'transport' } as const;
const anywhere = listPages('basic');

/** What is left of the promises when machines and networks fail. */
export const outage = defineRequirements('sentence', {
  'base.process-not-required': {
    level: 'SHOULD',
    group: 'transport',
    text: 'Requests that belong together may go to different processes of the server.',
    sources: listPages('basic/index#statelessness', MODERN),
    from: MODERN,
  },
  'http.session-lost-not-found': {
    level: 'MUST',
    group: 'transport',
    text: 'Requests of a session that the server lost with its process get status 404, if they are not served.',
    sources: listPages('basic/transports#session-management', '2025-03-26', '2025-11-25'),
    from: '2025-03-26',
    to: '2025-11-25',
    transports: ['streamable-http'],
  },
  'robustness.serves-after-crash': {
    ...robust,
    text: 'After its process was killed and started again, the server takes new sessions.',
    sources: anywhere,
  },
  'robustness.nothing-from-before-crash': {
    ...robust,
    text: 'After a crash nothing comes that belongs to a request from before.',
    sources: anywhere,
  },
  'robustness.answers-after-pause': {
    ...robust,
    text: 'What was asked while the machine stood still is answered once it goes on.',
    sources: anywhere,
  },
  'robustness.short-of-memory': {
    ...robust,
    text: 'Short of memory, the server answers or ends visibly; with memory again, it serves.',
    sources: anywhere,
  },
  'robustness.short-of-cpu': {
    ...robust,
    text: 'With a hundredth of a processor, the server answers or ends visibly; with more again, it serves.',
    sources: anywhere,
  },
  'robustness.short-of-processes': {
    ...robust,
    text: 'Where it can start no process, the server answers or ends visibly; where it can again, it serves.',
    sources: anywhere,
  },
  'robustness.serves-after-disconnect': {
    ...robust,
    text: 'After the network was gone for a moment, the server takes new sessions.',
    sources: anywhere,
    transports: ['streamable-http', 'websocket', 'grpc', 'grpc-google'],
  },
});
