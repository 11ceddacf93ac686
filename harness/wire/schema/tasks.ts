/** Schemas of tasks, which let a request of 2025-11-25 be polled, fetched later or cancelled. */
import type { Area, RevisionScope } from './area.js';
import { notificationParams, pageParams, result } from './base.js';
import {
  anyObject,
  decide,
  has,
  integer,
  list,
  object,
  oneWord,
  ref,
  text,
  type Properties,
  type Schema,
} from './json.js';

/** Tasks are a part of the protocol at this revision alone; later they are an extension. */
const present = ({ revision }: RevisionScope): boolean => revision === '2025-11-25';

export const taskAugmented = (at: RevisionScope): Properties =>
  present(at) ? { task: object({}, { ttl: integer }) } : {};

/** The answer to a request that may run as a task: `member` is what only its own result has. */
export const orTask = (at: RevisionScope, own: Schema, member: string): Schema =>
  present(at)
    ? decide(
        [
          [has(member), own],
          [has('task'), ref('CreateTaskResult')],
        ],
        own,
      )
    : own;

const taskFields: Properties = {
  taskId: text,
  status: oneWord('working', 'input_required', 'completed', 'failed', 'cancelled'),
  createdAt: text,
  lastUpdatedAt: text,
  ttl: { type: ['integer', 'null'] },
};
const taskExtras: Properties = { statusMessage: text, pollInterval: integer };

const offered = (requests: Properties): Schema =>
  object({}, { list: anyObject, cancel: anyObject, requests: object({}, requests) });

export const tasks = (at: RevisionScope): Area => {
  if (!present(at)) return {};
  const byId = object({ taskId: text });
  const state = result(at, taskFields, taskExtras);
  return {
    definitions: {
      ClientTaskCapabilities: offered({
        elicitation: object({}, { create: anyObject }),
        sampling: object({}, { createMessage: anyObject }),
      }),
      ServerTaskCapabilities: offered({ tools: object({}, { call: anyObject }) }),
      Task: object(taskFields, taskExtras),
      CreateTaskResult: result(at, { task: ref('Task') }),
      GetTaskResult: state,
      CancelTaskResult: state,
      ListTasksResult: result(at, { tasks: list(ref('Task')) }, { nextCursor: text }),
    },
    requests: {
      'tasks/get': { from: 'either', params: byId, result: ref('GetTaskResult') },
      // What comes back is the result of another request, and only the asker knows which.
      'tasks/result': { from: 'either', params: byId, result: ref('Result') },
      'tasks/cancel': { from: 'either', params: byId, result: ref('CancelTaskResult') },
      'tasks/list': { from: 'either', params: pageParams(at), result: ref('ListTasksResult') },
    },
    notifications: {
      'notifications/tasks/status': {
        from: 'either',
        params: notificationParams(at, taskFields, taskExtras),
      },
    },
  };
};
