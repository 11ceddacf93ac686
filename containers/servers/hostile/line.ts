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

/** What a right server of one tool answers; nothing to a notification. */
export function answerRight(asked: Asked): string | undefined {
  if (asked.id === undefined) return undefined;
  const { method, params } = asked;
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
  const unknown = /^tools\/(list|call)$/.test(method) ? -32602 : -32601;
  return JSON.stringify({ jsonrpc: '2.0', id: asked.id, error: { code: unknown, message: 'unknown' } });
}

/** Reads what the client said; `undefined` where that is no message of its own. */
export function readAsked(text: string): Asked | undefined {
  try {
    const { id, method, params = {} } = JSON.parse(text) as Partial<Asked>;
    return typeof method === 'string' ? { ...(id === undefined ? {} : { id }), method, params } : undefined;
  } catch {
    return undefined;
  }
}
