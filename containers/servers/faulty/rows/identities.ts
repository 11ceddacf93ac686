/** Faults of servers that know two users, and give one what belongs to the other. */
import type { TransportName } from '../../../../adapters/index.js';
import { defineFaults, type Fault } from '../fault.js';
import { tellUsersApart, type Leak } from '../two-users.js';

type Row = Pick<Fault, 'requirement' | 'how'> & Partial<Pick<Fault, 'scenarios'>>;

const leaks = (leak: Leak, row: Row): Fault => ({ upstream: 'two-users', ...tellUsersApart(leak), ...row });

/** The same on each transport that carries credentials. */
function onEach<const Id extends string>(
  id: Id,
  leak: Leak,
  row: Row,
): Record<Id | `${Id}-websocket` | `${Id}-grpc`, Fault> {
  const on = (transport: TransportName): Fault => ({ ...leaks(leak, row), transports: [transport] });
  return {
    [id]: on('streamable-http'),
    [`${id}-websocket`]: on('websocket'),
    [`${id}-grpc`]: on('grpc'),
  } as Record<Id | `${Id}-websocket` | `${Id}-grpc`, Fault>;
}

/** What belongs to one user. */
export const identities = defineFaults({
  'session-of-another': leaks('session', {
    requirement: 'http.session-bound-to-identity',
    how: 'Who has a token is served in any session, whoever opened it.',
  }),
  'stream-of-another': leaks('stream', {
    requirement: 'http.session-bound-to-identity',
    how: 'The stream of a session opens for whoever has a token.',
  }),
  'replay-of-another': leaks('replay', {
    requirement: 'http.session-bound-to-identity',
    how: 'The id of an event leads to its stream, whoever names it, in whatever session.',
  }),
  ...onEach('cursor-of-another', 'cursor', {
    requirement: 'apart.cursors',
    how: 'A cursor says whose page it leads to, and nobody looks at who brings it.',
  }),
  ...onEach('resource-of-another', 'read', {
    requirement: 'apart.resources',
    how: 'A resource is listed for its user alone, and read by everybody.',
  }),
  ...onEach('subscription-of-another', 'watch', {
    requirement: 'apart.resources',
    how: 'A resource is listed for its user alone, and everybody may subscribe to it.',
  }),
  ...onEach('state-of-another', 'state', {
    requirement: 'apart.request-state',
    how: 'A request state is sealed, and nobody looks at whom it was sealed for.',
  }),
  ...onEach('task-of-another', 'tasks/get', {
    requirement: 'apart.tasks',
    how: 'Whoever knows the id of a task may see it.',
  }),
  'tasks-of-all': leaks('tasks/list', {
    requirement: 'apart.tasks',
    how: 'The list of tasks has those of everybody.',
  }),
  'result-of-another': leaks('tasks/result', {
    requirement: 'apart.tasks',
    how: 'Whoever knows the id of a task gets its result.',
  }),
  'cancels-for-another': leaks('tasks/cancel', {
    requirement: 'apart.tasks',
    how: 'Whoever knows the id of a task may cancel it.',
  }),
  ...onEach('public-of-another', 'public', {
    requirement: 'caching.public-for-all',
    how: 'A list that may be cached for everybody names the user who asked.',
    scenarios: ['shared/apart/public'],
  }),
});
