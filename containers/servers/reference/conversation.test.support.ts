import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { MODERN } from './fixture/contract.js';
import { isRequest } from '../../../adapters/json-rpc.js';
import type { Json } from '../../../adapters/json.js';

export type ServerName = 'legacy' | 'dual-era';
export type ServedTransport = 'stdio' | 'http';

const START_MS = 20_000;
const REPLY_MS = 15_000;
const EXIT_MS = 20_000;
/** Results that the client gives when the server asks. */
const ANSWERS: Readonly<Record<string, Json>> = {
  'sampling/createMessage': { role: 'assistant', model: 'm', content: { type: 'text', text: 'Paris' } },
  'elicitation/create': { action: 'accept', content: { response: 'yes' } },
};

export interface Turn {
  response: Json & { result?: Json; error?: { code: number; message: string; data?: Json } };
  /** What came before the response, on its channel. */
  before: Json[];
}

/** Raw JSON-RPC with one reference server: no SDK between the test and the wire. */
export interface TestConversation {
  initialize: Turn['response'] | undefined;
  request(method: string, params?: Json): Promise<Turn>;
  close(): Promise<void>;
}

export const getScript = (server: ServerName): string =>
  fileURLToPath(new URL(`${server}.js`, import.meta.url));

export function startReference(server: ServerName, args: readonly string[]): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, [getScript(server), ...args]);
  child.stderr.resume();
  return child;
}

/** Waits for the end of a process: what it ended with, and after how many ms. */
export async function awaitExit(
  child: ChildProcessWithoutNullStreams,
): Promise<{ code: unknown; ms: number }> {
  const from = performance.now();
  if (child.exitCode === null && child.signalCode === null) {
    await once(child, 'exit', { signal: AbortSignal.timeout(EXIT_MS) });
  }
  return { code: child.exitCode ?? child.signalCode, ms: performance.now() - from };
}

/** A server that listens, and the line in which it said where. */
export async function listenAt(
  server: ServerName,
  args: readonly string[] = [],
): Promise<{ child: ChildProcessWithoutNullStreams; url: string; line: unknown }> {
  const child = startReference(server, ['--http-port', '0', ...args]);
  const lines = createInterface({ input: child.stdout });
  const [text] = (await once(lines, 'line', { signal: AbortSignal.timeout(START_MS) })) as [string];
  const line = JSON.parse(text) as { url: string };
  return { child, url: line.url, line };
}

export async function startConversation(
  server: ServerName,
  transport: ServedTransport,
  revision: string,
  capabilities: Json = {},
): Promise<TestConversation> {
  const raw = transport === 'stdio' ? overStdio(server) : await overHttp(server, revision);
  const meta = {
    'io.modelcontextprotocol/protocolVersion': revision,
    'io.modelcontextprotocol/clientCapabilities': capabilities,
    'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
  };
  let id = 0;
  const request = (method: string, params: Json = {}): Promise<Turn> => {
    const _meta = { ...(revision === MODERN && meta), ...(params['_meta'] as Json | undefined) };
    return raw.exchange({ jsonrpc: '2.0', id: ++id, method, params: { ...params, _meta } });
  };
  if (revision === MODERN) return { initialize: undefined, request, close: raw.close };
  const params = { protocolVersion: revision, capabilities, clientInfo: { name: 'test', version: '1' } };
  const { response } = await raw.exchange({ jsonrpc: '2.0', id: 0, method: 'initialize', params });
  await raw.send({ jsonrpc: '2.0', method: 'notifications/initialized' });
  return { initialize: response, request, close: raw.close };
}

interface RawConnection {
  exchange: (request: Json) => Promise<Turn>;
  send: (message: Json) => Promise<unknown>;
  close: () => Promise<void>;
}

const answerTo = ({ id, method }: Json): Json => ({ jsonrpc: '2.0', id, result: ANSWERS[String(method)] });

function overStdio(server: ServerName): RawConnection {
  const child = startReference(server, ['--stdio']);
  const messages = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const send = (message: Json): Promise<void> =>
    new Promise((resolve, reject) => {
      child.stdin.write(`${JSON.stringify(message)}\n`, (error) => (error ? reject(error) : resolve()));
    });
  return {
    send,
    async exchange(request) {
      await send(request);
      const timer = setTimeout(() => child.kill('SIGKILL'), REPLY_MS);
      const before: Json[] = [];
      for (;;) {
        const next = await messages.next();
        if (next.done) throw new Error(`no response to ${String(request['method'])}`);
        const message = JSON.parse(next.value) as Json;
        if (isRequest(message)) await send(answerTo(message));
        if (message['id'] === request['id'] && !isRequest(message)) {
          clearTimeout(timer);
          return { response: message, before };
        }
        before.push(message);
      }
    },
    async close() {
      child.stdin.end();
      await awaitExit(child);
    },
  };
}

async function overHttp(server: ServerName, revision: string): Promise<RawConnection> {
  const { child, url } = await listenAt(server);
  let session: string | null = null;
  const post = async (body: Json): Promise<Response> => {
    const params = body['params'] as { name?: string; uri?: string } | undefined;
    const name = params?.name ?? params?.uri;
    const headers: Record<string, string> = {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...(body['method'] !== 'initialize' && { 'mcp-protocol-version': revision }),
      ...(revision === MODERN && { 'mcp-method': String(body['method']) }),
      ...(revision === MODERN && name !== undefined && { 'mcp-name': name }),
      ...(session !== null && { 'mcp-session-id': session }),
    };
    const signal = AbortSignal.timeout(REPLY_MS);
    return fetch(url, { method: 'POST', headers, body: JSON.stringify(body), signal });
  };
  const send = async (message: Json): Promise<number> => (await post(message)).status;
  return {
    send,
    async exchange(request) {
      const reply = await post(request);
      session ??= reply.headers.get('mcp-session-id');
      const before: Json[] = [];
      for await (const message of readMessages(reply)) {
        if (isRequest(message)) await send(answerTo(message));
        if (message['id'] === request['id'] && !isRequest(message)) return { response: message, before };
        before.push(message);
      }
      throw new Error(`no response to ${String(request['method'])}: HTTP ${reply.status}`);
    },
    async close() {
      child.kill('SIGTERM');
      await awaitExit(child);
    },
  };
}

/** The messages of an HTTP reply, be it one JSON document or an event stream. */
export async function* readMessages(reply: Response): AsyncGenerator<Json> {
  if (!reply.headers.get('content-type')?.startsWith('text/event-stream')) {
    yield (await reply.json()) as Json;
    return;
  }
  let rest = '';
  for await (const chunk of reply.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const events = (rest + chunk).split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) {
      const data = /^data: (.+)$/m.exec(event)?.[1];
      if (data !== undefined) yield JSON.parse(data) as Json;
    }
  }
}
