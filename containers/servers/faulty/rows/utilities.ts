/** Faults in completion, logging, progress and subscriptions. */
import { isObject } from '../../../../adapters/json.js';
import { META, getMeta, getParams } from '../../honest/message.js';
import { defineFaults, type MessageContext, type Message } from '../fault.js';
import * as f from '../hooks.js';

const ACKNOWLEDGED = 'notifications/subscriptions/acknowledged';

const log = (level: string): Message => ({
  jsonrpc: '2.0',
  method: 'notifications/message',
  params: { level, logger: 'faulty', data: 'x' },
});
const progress = (progressToken: unknown, value: number): Message => ({
  jsonrpc: '2.0',
  method: 'notifications/progress',
  params: { progressToken, progress: value },
});
const complete = f.to('completion/complete');
const completion = (r: Message) => (isObject(r['completion']) ? r['completion'] : {});
const promptOf = (at: MessageContext) => {
  const { ref } = getParams(at.request ?? {});
  return isObject(ref) ? String(ref['name']) : '';
};

/** Completion, logging, progress and subscriptions. */
export const utilities = defineFaults({
  'completion-values-object': {
    requirement: 'completion.answered',
    how: 'Completions are numbers.',
    message: f.result((r) => void (completion(r)['values'] = [1, 2]), complete),
  },
  'completion-101': {
    requirement: 'completion.at-most-100',
    how: 'There are 101 completions.',
    message: f.result(
      (r) => void (completion(r)['values'] = Array.from({ length: 101 }, (_, index) => `value ${index}`)),
      complete,
    ),
  },
  'completion-101-typed': {
    requirement: 'completion.at-most-100',
    how: 'There are 101 completions, once something was typed.',
    message: f.result((r, at) => {
      const { argument } = getParams(at.request ?? {});
      if (!isObject(argument) || argument['value'] === '') return;
      completion(r)['values'] = Array.from({ length: 101 }, (_, index) => `value ${index}`);
    }, complete),
  },
  'completion-unknown-prompt': {
    requirement: 'completion.unknown-prompt-code',
    how: 'Completing a prompt that is not there is an internal error.',
    message: f.error(
      (e, at) => void (complete(at) && !promptOf(at).startsWith('test_') && (e['code'] = -32603)),
    ),
  },
  'completion-missing-argument': {
    requirement: 'completion.missing-argument-code',
    uncontrolled: 'the upstream SDK answers -32603',
    how: 'Completing nothing is an internal error.',
    message: f.error((e, at) => {
      if (complete(at) && !f.hasParam(at.request ?? {}, 'argument')) e['code'] = -32603;
    }),
  },
  'log-level-refused': {
    requirement: 'logging.level-accepted',
    how: 'One level is not known.',
    request: f.refuse(
      (m) => m['method'] === 'logging/setLevel' && getParams(m)['level'] === 'notice',
      -32602,
    ),
  },
  'log-level-any': {
    requirement: 'logging.invalid-level-code',
    upstream: 'interleaved',
    how: 'Levels that nobody defined are taken.',
    request: f.asked((params, _, m) => {
      const meta = getMeta(m);
      if (META.logLevel in meta) meta[META.logLevel] = 'info';
      if (m['method'] === 'logging/setLevel') params['level'] = 'info';
    }),
  },
  'logs-lost': {
    requirement: 'logging.messages-sent',
    how: 'Log messages are declared and never sent.',
    message: (m) => (m['method'] === 'notifications/message' ? undefined : m),
  },
  'logs-too-many': {
    requirement: 'logging.level-respected',
    how: 'Every call is logged for debugging, whatever the level.',
    message: f.before(f.to('tools/call'), () => log('debug')),
  },
  'logs-unasked': {
    requirement: 'logging.only-when-asked',
    how: 'Calls are logged although no level was asked for.',
    message: f.before(f.to('tools/call'), () => log('emergency')),
  },
  'logs-on-subscription': {
    requirement: 'logging.not-on-subscriptions',
    how: 'Log messages come on subscriptions too.',
    request: remember,
    message: (m, { memory }) => {
      if (m['method'] === ACKNOWLEDGED) {
        return [m, tagged(log('emergency'), getMeta(m)[META.subscription])];
      }
      const open = memory['subscription'];
      return m['method'] === 'notifications/message' && open !== undefined ? [m, tagged(m, open)] : m;
    },
  },
  'progress-token-string': {
    requirement: 'progress.token-echoed',
    how: 'The token comes back as text.',
    message: f.notification('notifications/progress', (params) => {
      const token = params['progressToken'];
      params['progressToken'] = typeof token === 'number' ? String(token) : `${String(token)}-0`;
    }),
  },
  'progress-flat': {
    requirement: 'progress.increases',
    how: 'Progress stands still.',
    message: f.notification('notifications/progress', (params) => void (params['progress'] = 1)),
  },
  'progress-late-only': {
    requirement: 'progress.stops-after-completion',
    how: 'There is no progress until the end, and all of it then.',
    transports: ['stdio', 'websocket'],
    message: (m, at) => {
      if (m['method'] === 'notifications/progress') return undefined;
      const { progressToken } = getMeta(at.request ?? {});
      return progressToken === undefined || !('id' in m) ? m : [m, progress(progressToken, 1000)];
    },
  },
  'progress-late': {
    requirement: 'progress.stops-after-completion',
    how: 'There is progress after the end.',
    transports: ['stdio', 'websocket', 'grpc', 'grpc-google', 'streamable-http'],
    message: f.reply((m, at) => {
      const { progressToken } = getMeta(at.request ?? {});
      return progressToken === undefined ? m : [m, progress(progressToken, 1000)];
    }),
  },
  'progress-unasked': {
    requirement: 'progress.only-with-token',
    how: 'There is progress although nobody asked for it.',
    message: f.before(f.to('tools/call'), (at) =>
      'progressToken' in getMeta(at.request ?? {}) ? [] : progress(0, 1),
    ),
  },
  'subscription-unacknowledged': {
    requirement: 'subscriptions.acknowledged-first',
    how: 'A change is announced before the subscription is acknowledged.',
    message: (m) =>
      m['method'] === ACKNOWLEDGED
        ? [
            tagged(
              { jsonrpc: '2.0', method: 'notifications/tools/list_changed' },
              getMeta(m)[META.subscription],
            ),
            m,
          ]
        : m,
  },
  'subscription-ignored': {
    requirement: 'subscriptions.acknowledged-first',
    how: 'A subscription to prompts alone is left without a word.',
    message: (m) =>
      m['method'] === ACKNOWLEDGED &&
      Object.keys(getParams(m)['notifications'] ?? {}).join() === 'promptsListChanged'
        ? []
        : m,
  },
  'subscription-overacknowledged': {
    requirement: 'subscriptions.acknowledged-subset',
    how: 'More is acknowledged than was asked for.',
    message: f.notification(ACKNOWLEDGED, (params) => {
      if (isObject(params['notifications'])) params['notifications']['resourcesListChanged'] = true;
    }),
  },
  'subscription-id-as-string': {
    requirement: 'subscriptions.id-carried',
    how: 'The id of the subscription is not carried as it is.',
    message: (m) => {
      const id = getMeta(m)[META.subscription];
      if (id === undefined || m['method'] === ACKNOWLEDGED) return m;
      return tagged(m, typeof id === 'number' ? String(id) : `${id as string}-0`);
    },
  },
  'subscription-unasked': {
    requirement: 'subscriptions.only-requested',
    how: 'Every subscription hears that the prompts changed.',
    message: (m) =>
      m['method'] === ACKNOWLEDGED
        ? [
            m,
            ...['prompts', 'tools'].map((kind) =>
              tagged(
                { jsonrpc: '2.0', method: `notifications/${kind}/list_changed` },
                getMeta(m)[META.subscription],
              ),
            ),
          ]
        : m,
  },
  'subscription-mixed': {
    requirement: 'subscriptions.separate',
    how: 'Every announcement carries the id of the newest subscription.',
    request: remember,
    message: (m, { memory }) =>
      META.subscription in getMeta(m) && m['method'] !== ACKNOWLEDGED ? tagged(m, memory['subscription']) : m,
  },
  'subscription-undead': {
    requirement: 'subscriptions.end-on-cancel',
    how: 'Subscriptions outlive their cancellation.',
    transports: ['stdio'],
    request: f.swallow('notifications/cancelled'),
  },
});

function remember(m: Message, { memory }: MessageContext): Message {
  if (m['method'] === 'subscriptions/listen') memory['subscription'] = m['id'];
  return m;
}

function tagged(message: Message, id: unknown): Message {
  const params = getParams(message);
  return { ...message, params: { ...params, _meta: { ...getMeta(message), [META.subscription]: id } } };
}
