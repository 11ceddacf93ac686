/** Faults that no scenario asks for: what only an observer sees, each on one transport. */
import { isObject } from '../../../../adapters/json.js';
import { getMeta } from '../../honest/message.js';
import { defineFaults, type MessageContext, type Message } from '../fault.js';
import * as f from '../hooks.js';

const notify = (method: string, params: Message = {}): Message => ({ jsonrpc: '2.0', method, params });
const ORDINARY = 'in a conversation that is about something else, no right server gives the occasion';

const capabilitiesOf = (r: Message): Message => (isObject(r['capabilities']) ? r['capabilities'] : {});

/** Announces prompts, and declares that it never would. */
const promptsUndeclared = {
  how: 'Changes of prompts are announced by a server that declares no such announcements.',
  scenarios: ['shared/tools/list-changed'],
  message: (m: Message, at: MessageContext) => {
    const undeclared = f.result((r) => void (capabilitiesOf(r)['prompts'] = {}), f.to('initialize'));
    return at.request?.['method'] === 'tools/call'
      ? [notify('notifications/prompts/list_changed'), m]
      : undeclared(m, at);
  },
};

/** What observers see in any conversation, whatever it is about. */
export const observed = defineFaults({
  'request-id-twice': {
    requirement: 'jsonrpc.server-ids-unique',
    how: 'Two requests of the server have the same id.',
    scenarios: ['shared/sampling/answer', 'shared/elicitation/answer'],
    message: f.before(f.to('tools/call'), () => {
      const ping = { jsonrpc: '2.0', id: 'twice', method: 'ping' };
      return [ping, ping];
    }),
  },
  'prompts-announced-undeclared': {
    requirement: 'server.only-negotiated-notifications',
    ...promptsUndeclared,
  },
  'prompts-announced-undeclared-early': {
    requirement: 'server.only-negotiated-notifications-early',
    ...promptsUndeclared,
  },
  'cancels-what-it-never-sent': {
    requirement: 'cancellation.own-requests-only',
    uncontrolled: 'no right server takes a request back',
    how: "A request is cancelled that was the client's.",
    scenarios: ['shared/tools/text'],
    message: f.before(f.to('tools/call'), (at) =>
      notify('notifications/cancelled', { requestId: at.request?.['id'] }),
    ),
  },
  'code-of-the-future': {
    requirement: 'base.codes-outside-reserved',
    how: 'Unknown methods are answered with a code that JSON-RPC keeps for later.',
    scenarios: ['shared/errors/reserved-codes'],
    message: f.error((e) => void (e['code'] = -32_500), -32_601),
  },
  'version-refused-at-will': {
    requirement: 'base.codes-with-their-meaning',
    uncontrolled: 'a right server uses none of these codes where nothing is wrong',
    how: 'An unknown method is refused with the code for a version that is not served.',
    scenarios: ['shared/messages/unknown-method'],
    message: f.error((e) => {
      e['code'] = -32_022;
      e['data'] = { supported: ['2026-07-28'], requested: '2026-07-28' };
    }, -32_601),
  },
  'header-mismatch-without-cause': {
    requirement: 'base.codes-with-their-meaning',
    uncontrolled: 'a right server uses none of these codes where nothing is wrong',
    how: 'An unknown method is refused with the code for a mismatch of headers.',
    scenarios: ['shared/messages/unknown-method'],
    message: f.error((e) => void (e['code'] = -32_020), -32_601),
  },
  'meta-key-hyphen': {
    requirement: 'base.meta-key-names',
    how: 'Results have a key in _meta that begins with a hyphen.',
    revisions: ['2026-07-28'],
    scenarios: ['shared/tools/list'],
    message: f.result((r) => {
      r['_meta'] = { ...(isObject(r['_meta']) ? r['_meta'] : {}), 'com.example/-hidden': 1 };
    }, f.to('tools/list')),
  },
  'meta-key-label': {
    requirement: 'base.meta-key-names',
    how: 'A tool has a key in _meta whose prefix begins with a digit.',
    revisions: ['2026-07-28'],
    scenarios: ['shared/tools/list'],
    message: f.result((r) => {
      const [tool] = Array.isArray(r['tools']) ? (r['tools'] as unknown[]) : [];
      if (isObject(tool)) tool['_meta'] = { '2com.example/name': 1 };
    }, f.to('tools/list')),
  },
  'traceparent-short': {
    requirement: 'base.trace-context-format',
    uncontrolled: 'no right server here traces',
    how: 'Results carry a traceparent without its parts.',
    scenarios: ['shared/tools/list'],
    message: f.result((r) => {
      r['_meta'] = { ...(isObject(r['_meta']) ? r['_meta'] : {}), traceparent: '4bf92f3577b34da6' };
    }, f.to('tools/list')),
  },
  'extension-without-prefix': {
    requirement: 'base.extension-identifiers',
    uncontrolled: 'no right server here has an extension',
    how: 'An extension is declared under a bare name.',
    scenarios: ['shared/discovery/discover'],
    message: f.result((r) => void (capabilitiesOf(r)['extensions'] = { tasks: {} }), f.to('server/discover')),
  },
  'description-decoded-twice': {
    requirement: 'robustness.no-replacement-characters',
    how: 'The description of a tool was decoded wrongly.',
    scenarios: ['shared/tools/list'],
    message: f.result((r) => {
      const [tool] = Array.isArray(r['tools']) ? (r['tools'] as unknown[]) : [];
      if (isObject(tool)) tool['description'] = 'Z\uFFFDhlt';
    }, f.to('tools/list')),
  },
  'list-grows-in-silence': {
    requirement: 'robustness.list-changes-announced',
    uncontrolled: 'a list that stays the same says nothing',
    how: 'Each list of tools has one more than the one before, and nothing is announced.',
    revisions: ['2025-11-25'],
    transports: ['stdio', 'websocket', 'grpc', 'streamable-http'],
    scenarios: ['shared/tools/list'],
    message: (m, at) => {
      if (m['method'] === 'notifications/tools/list_changed') return undefined;
      return f.result((r) => {
        const tools = Array.isArray(r['tools']) ? (r['tools'] as unknown[]) : [];
        const name = `more-${f.nth(at, 'lists')}`;
        r['tools'] = [...tools, { name, inputSchema: { type: 'object' } }];
      }, f.to('tools/list'))(m, at);
    },
  },
  'notification-of-its-own': {
    requirement: 'robustness.known-notifications',
    how: 'There are notifications that nobody defined.',
    scenarios: ['shared/progress/token'],
    message: f.before(f.to('tools/call'), () => notify('notifications/faulty/mood', { mood: 'good' })),
  },

  'progress-own-token': {
    requirement: 'progress.only-with-token',
    uncontrolled: ORDINARY,
    how: 'Calls report progress under a token that the server made up.',
    scenarios: ['shared/tools/text'],
    message: f.before(f.to('tools/call'), () =>
      notify('notifications/progress', { progressToken: 'made-up', progress: 1 }),
    ),
  },
  'progress-of-another': {
    requirement: 'progress.token-echoed',
    how: "Beside its own, a call reports progress under a token of nobody's.",
    scenarios: ['shared/progress/after-completion'],
    message: f.before(f.to('tools/call'), (at) =>
      'progressToken' in getMeta(at.request ?? {})
        ? notify('notifications/progress', { progressToken: 'nobody', progress: 1 })
        : [],
    ),
  },
  'log-undeclared': {
    requirement: 'logging.capability-declared',
    uncontrolled: ORDINARY,
    how: 'Calls are logged by a server that declares no logging.',
    scenarios: ['shared/tools/text'],
    message: (m, at) => {
      const undeclared = f.result((r) => void delete capabilitiesOf(r)['logging'], f.isOpening);
      return at.request?.['method'] === 'tools/call'
        ? [notify('notifications/message', { level: 'emergency', data: 'x' }), m]
        : undeclared(m, at);
    },
  },
  'update-unsubscribed': {
    requirement: 'resources.updated-only-subscribed',
    uncontrolled: ORDINARY,
    how: 'Each call announces an update of a resource that nobody watches.',
    scenarios: ['shared/tools/text'],
    message: (m, at) =>
      at.era === 'legacy' && at.request?.['method'] === 'tools/call'
        ? [notify('notifications/resources/updated', { uri: 'test://unwatched' }), m]
        : m,
  },
  'cancels-a-call': {
    requirement: 'cancellation.server-sends-none',
    uncontrolled: ORDINARY,
    how: 'Calls are cancelled by the server.',
    scenarios: ['shared/tools/text'],
    message: f.before(f.to('tools/call'), (at) =>
      notify('notifications/cancelled', { requestId: at.request?.['id'] }),
    ),
  },
  'call-without-type': {
    requirement: 'base.result-type',
    how: 'Results of calls do not say of what type they are.',
    scenarios: ['shared/tools/text'],
    message: f.result((r) => void delete r['resultType'], f.to('tools/call')),
  },
  'call-without-server': {
    requirement: 'base.server-info-in-results',
    how: 'Results of calls do not say whose they are.',
    scenarios: ['shared/tools/text'],
    message: f.result((r) => void delete r['_meta'], f.to('tools/call')),
  },
  'subscription-without-id': {
    requirement: 'subscriptions.id-carried',
    how: 'Changes come on a subscription without its id.',
    scenarios: ['shared/tools/list-changed'],
    message: f.notification('notifications/tools/list_changed', (params) => void delete params['_meta']),
  },
  'subscription-brings-logs': {
    requirement: 'logging.not-on-subscriptions',
    uncontrolled: ORDINARY,
    how: 'A subscription brings log messages.',
    scenarios: ['shared/tools/list-changed'],
    message: (m) =>
      m['method'] === 'notifications/subscriptions/acknowledged'
        ? [m, notify('notifications/message', { level: 'info', data: 'x', _meta: getMeta(m) })]
        : m,
  },
  'refusal-retired': {
    requirement: 'base.retired-codes',
    how: 'An unknown method is answered with a code of an earlier revision.',
    scenarios: ['shared/messages/unknown-method'],
    message: f.error((e) => void (e['code'] = -32_002), -32_601),
  },
  'error-of-no-envelope': {
    requirement: 'wire.schema',
    how: 'What is refused by the binding has an envelope of another version.',
    scenarios: ['streamable-http/method-header'],
    revisions: ['2026-07-28'],
    http: {
      response: (answer) => {
        if (answer.status >= 400 && answer.body) answer.body = answer.body.replace('"2.0"', '"1.0"');
      },
    },
  },
  'error-of-another': {
    requirement: 'jsonrpc.id-echoed',
    how: "What is refused by the binding is refused under an id of nobody's.",
    scenarios: ['streamable-http/method-header'],
    revisions: ['2026-07-28'],
    http: {
      response: (answer) => {
        if (answer.status >= 400 && answer.body)
          answer.body = answer.body.replace(/"id":("[^"]*"|\d+|null)/, '"id":"nobody"');
      },
    },
  },
  'response-beside-announcement': {
    requirement: 'http.get-stream-no-responses',
    uncontrolled: 'what comes unasked counts for no case where it is right',
    revisions: ['2025-11-25'],
    how: 'Beside each announcement on the GET stream stands a response.',
    scenarios: ['shared/tools/list-changed'],
    http: {
      event: (event, _at, request) =>
        request.method === 'GET' && event.data?.includes('list_changed') === true
          ? [event, { data: JSON.stringify({ jsonrpc: '2.0', id: 'unasked', result: {} }) }]
          : event,
    },
  },
  'events-numbered-alike': {
    requirement: 'http.event-ids-unique',
    uncontrolled: 'the right server numbers no events in a conversation like this',
    revisions: ['2025-11-25'],
    how: 'Every event of every stream has the same id.',
    scenarios: ['shared/progress/token', 'shared/tools/text'],
    http: { event: (event) => ({ ...event, id: 'same' }) },
  },
});
