/** Remedies for servers on version 2 of the TypeScript SDK. */
import { defineRemedies, PLACES, RIGHT, RIGHT_OVER_HTTP, type Change } from './remedy.js';
import { GATE, KEEP } from './typescript-gate.js';

/** Where the gate is put up. */
const PLACE = `
// In the factory that serveStdio and createMcpHandler call: every server is connected here.
const connect = server.connect.bind(server);
server.connect = async (transport) => {
  await connect(transport);
  gate(transport);
};
`;

const around = (text: string, code: string, seen = PLACES as Change['seen']): Change => ({
  is: 'around',
  text: `${text} Look at each message between the transport and the SDK.`,
  code: (PLACE + GATE + (code.includes('const mend =') ? '' : KEEP) + code).trim(),
  seen,
  gone: seen,
});

export const typescriptV2 = defineRemedies({
  sdk: 'typescript-v2',
  name: 'TypeScript SDK v2',
  package: '@modelcontextprotocol/server',
  version: '2.4.0',
  day: '2026-11-29',
  remedies: {
    'pagination.invalid-cursor': around(
      'McpServer lists everything on one page and does not read the cursor.',
      `
const LISTS = new Set(['tools/list', 'prompts/list', 'resources/list', 'resources/templates/list']);
function refuse({ method, params }) {
  if (LISTS.has(method) && params?.cursor !== undefined) return { code: -32602, message: 'Unknown cursor' };
}`,
    ),
    'jsonrpc.invalid-params': around(
      'What its schemas refuse is answered with -32603.',
      `
const NEEDS = new Map([
  ['tools/call', 'name'],
  ['prompts/get', 'name'],
  ['resources/read', 'uri'],
]);
function refuse({ method, params = {} }) {
  const need = NEEDS.get(method);
  if (need !== undefined && params[need] === undefined)
    return { code: -32602, message: \`\${method} needs \${need}\` };
  const { arguments: given } = params;
  if (given !== undefined && (typeof given !== 'object' || given === null))
    return { code: -32602, message: 'arguments is no object' };
}`,
    ),
    'logging.invalid-level-code': around(
      'What its schemas refuse is answered with -32603.',
      `
const LEVELS = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'];
function refuse({ method, params }) {
  if (method === 'logging/setLevel' && !LEVELS.includes(params?.level))
    return { code: -32602, message: \`No level \${params?.level}\` };
}`,
    ),
    'completion.missing-argument-code': around(
      'What its schemas refuse is answered with -32603.',
      `
function refuse({ method, params }) {
  if (method === 'completion/complete' && typeof params?.argument?.name !== 'string')
    return { code: -32602, message: 'completion/complete needs an argument' };
}`,
    ),
    'resources.not-found-code-legacy': around(
      'McpServer answers with -32602 at every revision.',
      `
const refuse = () => undefined;
const VERSION = 'io.modelcontextprotocol/protocolVersion';
const mend = (error, request) => {
  const isLegacy = request?.params?._meta?.[VERSION] === undefined;
  const isMissing = request?.method === 'resources/read' && /not found/.test(error.message);
  return isLegacy && isMissing ? { ...error, code: -32002 } : error;
};`,
    ),
    'base.requests-independent': around(
      'Once serveStdio has begun at one version, it reads that of no other request.',
      `
const SPOKEN = ['2026-07-28', '2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05'];
function refuse({ params }) {
  const requested = params?._meta?.['io.modelcontextprotocol/protocolVersion'];
  if (requested === undefined || SPOKEN.includes(requested)) return undefined;
  const data = { supported: SPOKEN, requested };
  return { code: -32022, message: 'Unsupported protocol version', data };
}`,
      ['stdio'],
    ),
    'tools.structured-content-as-text': {
      is: 'server',
      text: 'Build the text from the same value, because McpServer sends the content that the tool returns.',
      code: `
const total = { sum: a + b };
return { structuredContent: total, content: [{ type: 'text', text: JSON.stringify(total) }] };`.trim(),
      seen: PLACES,
      gone: PLACES,
    },
    'http.priming-event': {
      is: 'server',
      text: 'With createMcpHandler, older revisions have no sessions, and so nothing to resume. Give them sessions and an event store of your own.',
      code: `
const modern = createMcpHandler(build, { legacy: 'reject' });
const handler = toNodeHandler({
  fetch: async (request, options) =>
    (await isLegacyRequest(request.clone())) ? legacy(request) : modern.fetch(request, options),
});

const sessions = new Map();
async function legacy(request) {
  const id = request.headers.get('mcp-session-id');
  let transport = sessions.get(id);
  if (id !== null && transport === undefined) return new Response('Session not found', { status: 404 });
  if (transport === undefined) {
    transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: () => randomUUID(),
      eventStore, // as that of the explanation for typescript-v1
      onsessioninitialized: (sid) => void sessions.set(sid, transport),
      onsessionclosed: (sid) => void sessions.delete(sid),
    });
    await build().connect(transport);
  }
  return transport.handleRequest(request);
}

createServer((req, res) => {
  // toNodeHandler sends the headers of a stream with its first event: send them at once.
  const { writeHead } = res;
  res.writeHead = (...head) => {
    writeHead.apply(res, head);
    res.flushHeaders();
    return res;
  };
  void handler(req, res);
});`.trim(),
      seen: ['streamable-http'],
      gone: ['streamable-http'],
    },
    'tools.unknown-is-protocol-error': RIGHT,
    'http.origin-forbidden': {
      ...RIGHT_OVER_HTTP,
      text: 'Put localhostOriginValidation() or originValidation(names) before a handler of your own.',
    },
    'jsonrpc.invalid-request': RIGHT,
    'http.session-ended-not-found': RIGHT_OVER_HTTP,
    'prompts.unknown-code': RIGHT,
    'jsonrpc.request-answered': RIGHT,
    'version.unsupported-rejected': RIGHT,
    'base.server-info-in-results': RIGHT,
    'lifecycle.no-early-requests': {
      ...RIGHT,
      text: 'Ask for roots, samples or input in server.server.oninitialized or later, not after connect().',
    },
    'http.405-names-allowed-methods': RIGHT_OVER_HTTP,
    'http.event-ids-unique': {
      ...RIGHT_OVER_HTTP,
      text: 'Make the ids of your event store with randomUUID(), not from a counter of each stream.',
    },
    'http.get-stream-or-405': {
      ...RIGHT_OVER_HTTP,
      text: 'With sessions of your own behind toNodeHandler, send the headers of a stream at once: see http.priming-event.',
    },
    'http.invalid-version-refused': RIGHT_OVER_HTTP,
  },
});
