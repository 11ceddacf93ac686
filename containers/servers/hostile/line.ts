/** What a hostile server may do with what its client hears, whatever carries it, and a right answer to spoil. */

/** One request or notification of the client. */
export interface Asked {
  id?: string | number;
  method: string;
  params: Readonly<Record<string, unknown>>;
}

/** The way back to the client: one for each transport. */
export interface Line {
  /** One whole message, framed as the transport frames it. */
  say(message: string | Uint8Array): void;
  /** These messages again and again, no faster than they are read. */
  flood(messages: readonly string[]): void;
  /** One message that never ends. */
  endless(start: string, again: string): void;
  /** One message, a byte a second. */
  drip(message: string): void;
  /** The beginning of a message, and then nothing more for ever: the process or the connection ends. */
  cut(half: string): void;
}

export const result = ({ id }: Asked, value: unknown): string =>
  JSON.stringify({ jsonrpc: '2.0', id, result: value });

const TOOL = {
  name: 'count_rows',
  description: 'Counts the rows of a table',
  annotations: { readOnlyHint: true },
  inputSchema: { type: 'object' },
};

/** Stands for the method of what is an object and no message. */
const NO_REQUEST = '';

/** What a right server of one tool answers; nothing to a notification. */
export function answerRight(asked: Asked): string | undefined {
  if (asked.id === undefined) return undefined;
  const { id, method, params } = asked;
  if (method === 'initialize')
    return result(asked, {
      protocolVersion: '2025-11-25',
      capabilities: { tools: {} },
      serverInfo: { name: 'hostile', version: '1.0.0' },
    });
  if (method === 'ping') return result(asked, {});
  if (method === 'tools/list' && params['cursor'] === undefined) return result(asked, { tools: [TOOL] });
  if (method === 'tools/call' && params['name'] === TOOL.name)
    return result(asked, { content: [{ type: 'text', text: '42 rows' }] });
  if (method === NO_REQUEST) return refuse(id, -32600);
  const unknown = /^tools\/(list|call)$/.test(method) ? -32602 : -32601;
  return refuse(id, unknown);
}

const refuse = (id: Asked['id'], code: number): string =>
  JSON.stringify({ jsonrpc: '2.0', id, error: { code, message: 'not that' } });

/** Reads what the client said; `undefined` where that asks for nothing. */
export function readAsked(text: string): Asked | undefined {
  try {
    const said = JSON.parse(text) as Partial<Asked> & { jsonrpc?: unknown };
    const { jsonrpc, id, method, params = {} } = said;
    const isAnswer = 'result' in said || 'error' in said;
    const isRequest = typeof method === 'string' && jsonrpc === '2.0';
    if (!isRequest && (isAnswer || id === undefined)) return undefined;
    return { ...(id === undefined ? {} : { id }), method: isRequest ? method : NO_REQUEST, params };
  } catch {
    return undefined;
  }
}
