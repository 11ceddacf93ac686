import { parseJson } from '../../adapters/bytes.js';

export type Message = Record<string, unknown>;

export interface Refusal {
  jsonrpc: '2.0';
  id: unknown;
  error: { code: number; message: string };
}

/** JSON-RPC names a request that could not be read `null`. */
export const refusal = (code: number, message: string, id: unknown = null): Refusal => ({
  jsonrpc: '2.0',
  id,
  error: { code, message },
});

/** The messages of one document, or the error that answers it. A batch is an array (revision 2025-03-26). */
export function read(bytes: Uint8Array | undefined): { all: Message[] } | Refusal {
  const document = parseJson(Buffer.from(bytes ?? []));
  if (document === undefined) return refusal(-32700, 'Parse error');
  const all = Array.isArray(document) ? (document as unknown[]) : [document];
  const wrong = all.find((each) => !isMessage(each));
  if (all.length === 0 || wrong !== undefined) return refusal(-32600, 'Invalid Request', idOf(wrong));
  return { all: all as Message[] };
}

const isObject = (value: unknown): value is Message =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function isMessage(value: unknown): value is Message {
  if (!isObject(value) || value['jsonrpc'] !== '2.0') return false;
  if ('method' in value)
    return typeof value['method'] === 'string' && (!('id' in value) || idOf(value) !== null);
  return 'id' in value && 'result' in value !== 'error' in value;
}

function idOf(value: unknown): string | number | null {
  const id = isObject(value) ? value['id'] : null;
  return typeof id === 'string' || typeof id === 'number' ? id : null;
}
