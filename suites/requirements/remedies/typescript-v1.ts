/** Remedies for servers on version 1 of the TypeScript SDK. */
import { defineRemedies, PLACES, RIGHT, RIGHT_OVER_HTTP, NOT_MODERN, type Change } from './remedy.js';
import { GATE, KEEP } from './typescript-gate.js';

/** Where the gate is put up. */
const PLACE = `
await server.connect(transport);
gate(transport);
`;

/** What stands before the SDK; \`code\` declares \`refuse\`, and \`mend\` where it mends errors. */
const around = (text: string, code: string, mends = false): Change => ({
  is: 'around',
  text: `${text} Look at each message between the transport and the SDK.`,
  code: (PLACE + GATE + (mends ? '' : KEEP) + code).trim(),
  seen: PLACES,
  gone: PLACES,
});

export const typescriptV1 = defineRemedies({
  sdk: 'typescript-v1',
  name: 'TypeScript SDK v1',
  package: '@modelcontextprotocol/sdk',
  version: '1.32.2',
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
    'tools.unknown-is-protocol-error': around(
      'McpServer turns every error of tools/call into a result with isError.',
      `
const TOOLS = new Set(['greet']); // the names that you register
function refuse({ method, params }) {
  if (method === 'tools/call' && !TOOLS.has(params?.name))
    return { code: -32602, message: \`Unknown tool: \${params?.name}\` };
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
function refuse({ method, params }) {
  const need = NEEDS.get(method);
  if (need !== undefined && params?.[need] === undefined)
    return { code: -32602, message: \`\${method} needs \${need}\` };
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
  if (method === 'completion/complete' && params?.argument === undefined)
    return { code: -32602, message: 'completion/complete needs an argument' };
}`,
    ),
    'resources.not-found-code-legacy': around(
      'McpServer answers a URI that it does not know with -32602.',
      `
const refuse = () => undefined;
const mend = (error, request) =>
  request?.method === 'resources/read' && /not found/.test(error.message)
    ? { ...error, code: -32002 }
    : error;`,
      true,
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
    'jsonrpc.invalid-request': {
      is: 'around',
      text: 'The transport answers JSON that is no message with -32700. Look at the body before it does.',
      code: `
app.post('/mcp', express.json(), (req, res, next) => {
  if (isMessage(req.body)) return next();
  const error = { code: -32600, message: 'Invalid Request' };
  res.status(400).json({ jsonrpc: '2.0', id: req.body?.id ?? null, error });
});

function isMessage(body) {
  const all = Array.isArray(body) ? body : [body];
  return all.every(
    (one) =>
      one?.jsonrpc === '2.0' && (typeof one.method === 'string' || 'result' in one || 'error' in one),
  );
}`.trim(),
      seen: ['streamable-http'],
      gone: ['streamable-http'],
    },
    'http.origin-forbidden': {
      is: 'server',
      text: 'The app of createMcpExpressApp checks the Host header alone. Check the origin before the route.',
      code: `
const ORIGINS = new Set(['http://localhost:3000']); // the pages that may call the server
app.use((req, res, next) => {
  const { origin } = req.headers;
  if (origin === undefined || ORIGINS.has(origin)) return next();
  const error = { code: -32000, message: 'Origin not allowed' };
  res.status(403).json({ jsonrpc: '2.0', id: null, error });
});`.trim(),
      seen: ['streamable-http'],
      gone: ['streamable-http'],
    },
    'http.priming-event': {
      is: 'server',
      text: 'Pass an event store. This one is for one process; bound it, or let it forget with the session.',
      code: `
const transport = new StreamableHTTPServerTransport({
  sessionIdGenerator: () => randomUUID(),
  eventStore: new MemoryEventStore(),
});

class MemoryEventStore {
  #events = new Map();
  async storeEvent(streamId, message) {
    const id = randomUUID();
    this.#events.set(id, { streamId, message });
    return id;
  }
  async getStreamIdForEventId(id) {
    return this.#events.get(id)?.streamId;
  }
  async replayEventsAfter(lastId, { send }) {
    const streamId = this.#events.get(lastId)?.streamId;
    let isAfter = false;
    for (const [id, event] of this.#events) {
      if (isAfter && event.streamId === streamId && 'jsonrpc' in event.message) await send(id, event.message);
      isAfter ||= id === lastId;
    }
    return streamId;
  }
}`.trim(),
      seen: ['streamable-http'],
      gone: ['streamable-http'],
    },
    'http.session-ended-not-found': {
      is: 'server',
      text: 'The handler of the README answers 400 to every id that is not in its map. Answer 404, and keep 400 for no id.',
      code: `
const id = req.headers['mcp-session-id'];
const transport = sessions.get(id);
if (id !== undefined && transport === undefined) {
  const error = { code: -32001, message: 'Session not found' };
  return res.status(404).json({ jsonrpc: '2.0', id: null, error });
}`.trim(),
      seen: ['streamable-http'],
      gone: ['streamable-http'],
    },
    'prompts.unknown-code': RIGHT,
    'jsonrpc.request-answered': RIGHT,
    'lifecycle.no-early-requests': {
      ...RIGHT,
      text: 'Ask for roots, samples or input in server.server.oninitialized or later, not after connect().',
    },
    'base.requests-independent': NOT_MODERN,
    'version.unsupported-rejected': NOT_MODERN,
    'base.server-info-in-results': NOT_MODERN,
    'http.405-names-allowed-methods': {
      ...RIGHT_OVER_HTTP,
      text: "Where your own route answers 405, write res.set('Allow', 'POST').",
    },
    'http.event-ids-unique': {
      ...RIGHT_OVER_HTTP,
      text: 'Make the ids of your event store with randomUUID(), not from a counter of each stream.',
    },
    'http.get-stream-or-405': {
      ...RIGHT_OVER_HTTP,
      text: 'Route GET to transport.handleRequest too, or answer 405 to it.',
    },
    'http.invalid-version-refused': RIGHT_OVER_HTTP,
  },
});
