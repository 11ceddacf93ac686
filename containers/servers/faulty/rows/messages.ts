/** Faults in JSON-RPC: ids, message shapes, error codes, cancellations and cursors. */
import { isObject } from '../../../../adapters/json.js';
import { isId, getParams } from '../../honest/message.js';
import { defineFaults, type MessageContext, type Message } from '../fault.js';
import * as f from '../hooks.js';
import { document, json } from './http-hooks.js';

const answerAll = 'poisoned';
const unknownNotification = {
  jsonrpc: '2.0',
  id: null,
  error: { code: -32601, message: 'Unknown notification' },
};

/** JSON-RPC: ids, shapes and codes, and what every method has in common. */
export const messages = defineFaults({
  'unanswered-request': {
    requirement: 'jsonrpc.request-answered',
    how: 'A list of tools whose id can be divided by 7 is never delivered.',
    message: (m) =>
      isObject(m['result']) && 'tools' in m['result'] && Number(m['id']) % 7 === 0 ? undefined : m,
  },
  'reply-twice': {
    requirement: 'jsonrpc.answered-once',
    how: 'Every reply is sent twice.',
    message: f.reply((m) => [m, m], f.notOpening),
  },
  'reply-to-nobody': {
    requirement: 'jsonrpc.answered-once',
    how: 'Each reply is followed by one to an id that was never used.',
    message: f.reply((m) => [{ jsonrpc: '2.0', id: 'nobody', result: {} }, m], f.notOpening),
  },
  'id-to-string': {
    requirement: 'jsonrpc.id-echoed',
    how: 'Large numeric ids come back as strings.',
    message: f.reply((m) => (Number(m['id']) > 999_999 ? { ...m, id: String(m['id']) } : m)),
  },
  'id-zero-null': {
    requirement: 'jsonrpc.id-echoed',
    how: 'The ids 0 and "" come back as null.',
    message: f.reply((m) => ({ ...m, id: m['id'] || null })),
  },
  'jsonrpc-missing': {
    requirement: 'jsonrpc.version-member',
    how: 'Error replies do not say which JSON-RPC they are.',
    message: f.error((_, __, m) => delete m['jsonrpc']),
  },
  'result-and-error': {
    requirement: 'jsonrpc.error-not-result',
    how: 'Error replies also carry a result.',
    message: f.error((_, __, m) => void (m['result'] = {})),
  },
  'error-code-text': {
    requirement: 'jsonrpc.error-code-integer',
    how: 'Error codes are strings.',
    message: f.error((e) => void (e['code'] = String(e['code']))),
  },
  'error-no-message': {
    requirement: 'jsonrpc.error-message',
    how: 'Errors carry no message.',
    message: f.error((e) => delete e['message']),
  },
  'notification-answered': {
    requirement: 'jsonrpc.notification-unanswered',
    how: 'Notifications that are not known are answered with an error.',
    transports: ['stdio', 'websocket', 'grpc', 'streamable-http'],
    request: (m, at) => {
      if (f.isNotification(m)) at.say(unknownNotification);
      return m;
    },
    http: {
      response: (answer, request) => {
        if (f.isNotification(document(request)))
          Object.assign(answer, { status: 200, headers: json, body: JSON.stringify(unknownNotification) });
      },
    },
  },
  'notification-silences': {
    requirement: 'jsonrpc.request-answered',
    how: 'After a notification that is not known nothing is answered any more.',
    scenarios: ['shared/messages/notification-is-not-answered'],
    transports: ['stdio'],
    request: (m, at) => {
      if (String(m['method']) === 'notifications/mcptc/unknown') at.channel['silent'] = true;
      return at.channel['silent'] === true ? undefined : m;
    },
  },
  'unknown-method-result': {
    requirement: 'jsonrpc.method-not-found',
    how: 'Unknown methods are answered with an empty result.',
    message: f.error((e, at, m) => {
      if (e['code'] !== -32601) return;
      delete m['error'];
      m['result'] = at.era === 'modern' ? { resultType: 'complete' } : {};
    }),
  },
  'unknown-method-code': {
    requirement: 'jsonrpc.method-not-found',
    how: 'Unknown methods are answered with an internal error.',
    message: f.error((e) => void (e['code'] = -32603), -32601),
  },
  'invalid-params-code': {
    requirement: 'jsonrpc.invalid-params',
    upstream: 'tools-only',
    how: 'Invalid params are answered with an internal error.',
    message: f.error((e) => void (e['code'] = -32603), -32602),
  },
  'unknown-meta-refused': {
    requirement: 'base.unknown-meta-tolerated',
    how: 'Requests with a key in _meta that is not known are refused.',
    request: f.refuse((m) => f.metaKeys(m).some((key) => /^com\.example|^x-|vendor/.test(key)), -32602),
  },
  'unknown-field-refused': {
    requirement: 'base.unknown-fields-tolerated',
    upstream: 'tools-only',
    how: 'Requests without arguments that come with some are refused.',
    request: f.refuse(
      (m) =>
        ['ping', 'server/discover'].includes(String(m['method'])) &&
        Object.keys(getParams(m)).some((key) => key !== '_meta'),
      -32602,
    ),
  },
  'large-refused': {
    requirement: 'base.large-message',
    how: 'Requests over 512 KiB are answered with an internal error.',
    request: f.refuse((m) => JSON.stringify(m).length > 512 * 1024, -32603),
  },
  'answers-together': {
    requirement: 'base.slow-request-blocks-nothing',
    how: 'The answer to a quick request waits for the one to a slow request, and then goes first.',
    transports: ['stdio', 'websocket'],
    request: (m, { memory }) => {
      if (m['method'] === 'tools/call' && getParams(m)['name'] === 'test_slow') memory['slow'] = m['id'];
      return m;
    },
    message: f.reply((m, { memory }) => {
      const held = (memory['held'] ??= []) as Message[];
      if (memory['slow'] === undefined) return m;
      if (memory['slow'] !== m['id']) {
        held.push(m);
        return [];
      }
      memory['slow'] = undefined;
      return [...held.splice(0), m];
    }),
  },
  'one-at-a-time': {
    requirement: 'base.slow-request-blocks-nothing',
    how: 'A request is looked at only once the one before was answered.',
    request: async (m, { memory }) => {
      if (!f.isRequest(m)) return m;
      const before = memory['queue'] as Promise<void> | undefined;
      let done!: () => void;
      memory['queue'] = new Promise<void>((resolve) => (done = resolve));
      memory[`done ${String(m['id'])}`] = done;
      await before;
      return m;
    },
    message: f.reply((m, { memory }) => {
      (memory[`done ${String(m['id'])}`] as (() => void) | undefined)?.();
      return m;
    }),
  },
  'cancel-swallowed': {
    requirement: 'cancellation.not-answered',
    how: 'Cancellations are not heard.',
    // A server may ignore what it cannot cancel.
    spares: ['cancellation.nothing-more'],
    transports: ['stdio'],
    request: f.swallow('notifications/cancelled'),
  },
  'cancel-answered': {
    requirement: 'cancellation.not-answered',
    how: 'A cancelled request is answered at once, with an error that says so.',
    transports: ['stdio'],
    request: answerCancelled,
  },
  'cancel-said-so': {
    requirement: 'cancellation.nothing-more',
    how: 'A cancelled request is answered at once, with an error that says so.',
    transports: ['stdio'],
    request: answerCancelled,
  },
  'cancel-unknown-answered': {
    requirement: 'cancellation.invalid-ignored',
    how: 'Cancelling what is not open is answered with an error.',
    transports: ['stdio'],
    request: (m, at) => {
      if (m['method'] !== 'notifications/cancelled') return m;
      const { requestId } = getParams(m);
      const id = isId(requestId) ? requestId : null;
      at.say({ jsonrpc: '2.0', id, error: { code: -32602, message: 'Nothing to cancel' } });
      return undefined;
    },
  },
  'cancel-poisons': {
    requirement: 'cancellation.races-handled',
    how: 'After a cancellation every request is answered with an internal error.',
    transports: ['stdio'],
    request: (m, at) => {
      if (m['method'] === 'notifications/cancelled') at.memory[answerAll] = true;
      return f.refuse(() => at.memory[answerAll] === true, -32603)(m, at);
    },
  },
  'cursor-refused': {
    requirement: 'pagination.cursor-accepted',
    how: 'No cursor is ever known.',
    request: f.refuse((m) => f.hasParam(m, 'cursor'), -32602),
  },
  'cursor-circle': {
    requirement: 'pagination.makes-progress',
    // The same tool comes again, and not another of the same name.
    spares: ['tools.name-unique'],
    scenarios: ['shared/pagination/follow-cursors', 'shared/tools/names'],
    how: 'Every page leads to the first one.',
    request: f.asked((params) => delete params['cursor']),
    message: f.result((r) => {
      if (Array.isArray(r['tools'] ?? r['prompts'] ?? r['resources'] ?? r['resourceTemplates'])) {
        r['nextCursor'] = 'again';
      }
    }),
  },
  'cursor-one-use': {
    requirement: 'pagination.cursors-stable',
    how: 'A cursor works once.',
    transports: ['stdio'],
    request: f.refuse((m, at) => {
      const { cursor } = getParams(m);
      return cursor !== undefined && f.nth(at, `${String(m['method'])} ${cursor as string}`) > 1;
    }, -32602),
  },
  'cursor-page-grows': {
    requirement: 'pagination.cursors-stable',
    how: 'Every other time a cursor to more prompts leads to the first of them as well.',
    transports: ['stdio'],
    message: f.result((r, at) => {
      const prompts = r['prompts'] as Message[];
      if (!f.hasParam(at.request ?? {}, 'cursor')) at.memory['first prompt'] = prompts[0];
      else if (f.nth(at, 'page') % 2 === 0) prompts.push(at.memory['first prompt'] as Message);
    }, f.to('prompts/list')),
  },
  'cursor-ignored': {
    requirement: 'pagination.invalid-cursor',
    how: 'A cursor that was never given out leads to the first page.',
    request: f.asked((params, { memory }) => {
      if (params['cursor'] !== undefined && memory[`given ${params['cursor'] as string}`] !== true) {
        delete params['cursor'];
      }
    }),
    message: f.result((r, { memory }) => void (memory[`given ${r['nextCursor'] as string}`] = true)),
  },
  'schema-broken': {
    requirement: 'wire.schema',
    scenarios: ['shared/tools/list'],
    how: 'Lists of tools are objects.',
    message: f.result((r) => void (isObject(r) && (r['tools'] = {})), f.to('tools/list')),
  },
});

/** Before whatever else was sent meanwhile is looked at. */
function answerCancelled(m: Message, at: MessageContext): Message {
  const { requestId } = getParams(m);
  if (m['method'] === 'notifications/cancelled' && isId(requestId)) {
    at.say({ jsonrpc: '2.0', id: requestId, error: { code: -32800, message: 'Request cancelled' } });
  }
  return m;
}
