/** Faults in what only the modern era has: metadata on requests, result types, cache hints, own codes. */
import { isObject } from '../../../../adapters/json.js';
import { META, getMeta } from '../../honest/message.js';
import { defineFaults, type Message } from '../fault.js';
import * as f from '../hooks.js';

const lists = f.to('tools/list', 'prompts/list', 'resources/list', 'resources/templates/list');
const MODERN = '2026-07-28';
const roots: Message = { jsonrpc: '2.0', id: 'asked', method: 'roots/list', params: {} };

/** What only the modern era has: metadata on every request, typed results, codes of its own. */
export const modern = defineFaults({
  'result-type-missing': {
    requirement: 'base.result-type',
    how: 'Lists do not say of what type their result is.',
    message: f.result((r) => delete r['resultType'], lists),
  },
  'result-type-invented': {
    requirement: 'base.result-type-known',
    how: 'Lists are of a type that nobody defined.',
    message: f.result((r) => void (r['resultType'] = 'done'), lists),
  },
  'result-type-extended': {
    requirement: 'base.result-type-known',
    how: 'Lists are of a type that an extension adds, although the client has none.',
    message: f.result((r, at) => {
      if (lists(at)) r['resultType'] = 'com.example/list';
      else if (isObject(r['capabilities'])) r['capabilities']['extensions'] = { 'com.example/lists': {} };
    }),
  },
  'results-anonymous': {
    requirement: 'base.server-info-in-results',
    how: 'Results do not identify the server.',
    message: f.result((r) => delete getMeta({ params: r })[META.serverInfo], f.notOpening),
  },
  'code-invented': {
    requirement: 'base.reserved-codes',
    how: 'Unknown methods get a code of the reserved range that nobody defined.',
    message: f.error((e) => void (e['code'] = -32050), -32601),
  },
  'code-retired': {
    requirement: 'base.retired-codes',
    how: 'What is missing gets a code of earlier revisions.',
    message: f.error((e) => void (e['code'] = -32002), -32602),
  },
  'meta-not-required': {
    requirement: 'base.required-meta',
    how: 'Requests are served without their metadata.',
    request: f.asked((params, _, m) => {
      if (!f.isRequest(m) || m['method'] === 'initialize' || m['method'] === 'ping') return;
      const meta = isObject(params['_meta']) ? params['_meta'] : {};
      const filled = { ...meta, [META.version]: meta[META.version] ?? MODERN };
      m['params'] = { ...params, _meta: { ...filled, [META.capabilities]: meta[META.capabilities] ?? {} } };
    }),
  },
  'version-missing-is-mismatch': {
    requirement: 'base.required-meta',
    upstream: 'modern-only',
    how: 'A request without a version is refused for its headers, where there are none.',
    transports: ['stdio'],
    message: f.error((e, at) => {
      if (!(META.version in getMeta(at.request ?? {}))) e['code'] = -32020;
    }, -32602),
  },
  'client-info-required': {
    requirement: 'base.client-info-optional',
    how: 'Clients that do not identify themselves are refused.',
    request: f.refuse(
      (m) => META.version in getMeta(m) && !('io.modelcontextprotocol/clientInfo' in getMeta(m)),
      -32602,
    ),
  },
  'discover-first': {
    requirement: 'base.first-request-served',
    how: 'Nothing is served before server/discover was asked.',
    transports: ['stdio'],
    request: f.refuse((m, { memory }) => {
      memory['open'] ??= m['method'] === 'server/discover' || m['method'] === 'initialize' || undefined;
      return memory['open'] === undefined;
    }, -32600),
  },
  'capabilities-remembered': {
    requirement: 'base.requests-independent',
    how: 'A capability declared once counts for all later requests.',
    request: f.asked((_, { memory }, m) => {
      const meta = getMeta(m);
      if (!isObject(meta[META.capabilities])) return;
      memory['all'] = { ...(memory['all'] as Message | undefined), ...(meta[META.capabilities] as Message) };
      meta[META.capabilities] = memory['all'];
    }),
  },
  'version-remembered': {
    requirement: 'base.requests-independent',
    upstream: 'tools-only',
    how: 'Once a version was right on a connection, no other one is looked at.',
    transports: ['stdio'],
    request: f.asked((_, { channel }, m) => {
      const meta = getMeta(m);
      if (meta[META.version] === MODERN) channel['version'] = MODERN;
      else if (META.version in meta) meta[META.version] = channel['version'] ?? meta[META.version];
    }),
  },
  'ping-kept': {
    requirement: 'base.removed-methods',
    how: 'ping is answered as in earlier revisions.',
    request: (m, at) => (at.era === 'modern' ? f.answer('ping', { resultType: 'complete' })(m, at) : m),
  },
  'version-any': {
    requirement: 'version.unsupported-rejected',
    how: 'Whatever version a request names is served.',
    request: f.asked((_, __, m) => {
      if (META.version in getMeta(m)) getMeta(m)[META.version] = MODERN;
    }),
    http: {
      request: ({ headers }) => {
        const version = headers['mcp-protocol-version'];
        if (version !== undefined && headers['mcp-method'] !== undefined)
          headers['mcp-protocol-version'] = MODERN;
        return undefined;
      },
    },
  },
  'version-served-as-before': {
    requirement: 'version.unsupported-rejected',
    upstream: 'tools-only',
    // Its results are of no revision that could be held against them.
    spares: ['wire.schema', 'base.requests-independent'],
    scenarios: ['shared/discovery/unsupported-version', 'shared/statelessness/versions-independent'],
    how: 'Lists at whatever version are served, in the form of earlier revisions.',
    transports: ['stdio'],
    request: f.asked((_, __, m) => {
      if (String(m['method']).endsWith('/list') && META.version in getMeta(m))
        getMeta(m)[META.version] = MODERN;
    }),
    message: f.result(
      (r) => {
        for (const name of ['resultType', 'ttlMs', 'cacheScope', '_meta']) delete r[name];
      },
      (at) => lists(at) && getMeta(at.request ?? {})[META.version] !== MODERN,
    ),
  },
  'newer-version-served': {
    requirement: 'version.unsupported-rejected',
    scenarios: ['shared/discovery/unsupported-version'],
    how: 'A version newer than any is served, as versions are compared.',
    transports: ['stdio'],
    request: f.asked((_, __, m) => {
      const meta = getMeta(m);
      if (String(meta[META.version]) > MODERN) meta[META.version] = MODERN;
    }),
  },
  'version-refused-as-unknown-method': {
    requirement: 'version.unsupported-rejected',
    // It is the same whatever came before.
    spares: ['base.requests-independent'],
    scenarios: ['shared/discovery/unsupported-version', 'shared/statelessness/versions-independent'],
    how: 'At a version that nobody supports, no method is known.',
    message: f.error((e) => void (e['code'] = -32601), -32022),
  },
  'version-error-bare': {
    requirement: 'version.supported-listed',
    how: 'The error for an unsupported version does not list the supported ones.',
    message: f.error((e) => isObject(e['data']) && delete e['data']['supported'], -32022),
  },
  'version-error-mute': {
    requirement: 'version.requested-named',
    how: 'The error for an unsupported version does not name the one that was requested.',
    message: f.error((e) => void (isObject(e['data']) && (e['data']['requested'] = '')), -32022),
  },
  'modern-server-request': {
    requirement: 'patterns.no-server-requests',
    how: 'The client is asked for its roots before each reply.',
    message: f.before(f.notOpening, () => roots),
  },
  'server-cancels': {
    requirement: 'cancellation.server-sends-none',
    how: 'Each request is cancelled by the server before it is answered.',
    message: f.before(f.notOpening, (_, m) => ({
      jsonrpc: '2.0',
      method: 'notifications/cancelled',
      params: { requestId: m['id'] },
    })),
  },
  'ttl-negative': {
    requirement: 'caching.ttl',
    how: 'Lists have expired before they were sent.',
    message: f.result((r) => void ('ttlMs' in r && (r['ttlMs'] = -1)), f.notOpening),
  },
  'ttl-missing': {
    requirement: 'caching.ttl',
    how: 'Lists do not say how long they last.',
    message: f.result((r) => delete r['ttlMs'], f.notOpening),
  },
  'scope-missing': {
    requirement: 'caching.scope',
    how: 'Lists do not say for whom they may be cached.',
    message: f.result((r) => delete r['cacheScope'], f.notOpening),
  },
  'scope-invented': {
    requirement: 'caching.scope',
    how: 'Lists are for a circle that nobody defined.',
    message: f.result((r) => void ('cacheScope' in r && (r['cacheScope'] = 'shared')), f.notOpening),
  },
  'scope-per-page': {
    requirement: 'caching.scope-same-on-pages',
    how: 'Every page after the first one is for another circle.',
    message: f.result((r, at) => {
      if (!f.hasParam(at.request ?? {}, 'cursor')) return;
      r['cacheScope'] = r['cacheScope'] === 'public' ? 'private' : 'public';
    }, lists),
  },
  'capability-missing-code': {
    requirement: 'client-capabilities.missing-code',
    how: 'A missing capability of the client is answered as invalid params.',
    message: f.error((e) => void (e['code'] = -32602), -32021),
  },
  'capability-missing-data': {
    requirement: 'client-capabilities.missing-named',
    how: 'The error does not say which capability is missing.',
    message: f.error((e) => delete e['data'], -32021),
  },
});
