/** Which messages the transport of an SDK can send, and how its errors are quoted. */
import { isObject, type Json } from '../json.js';
import type { Inexpressible, Outgoing } from '../adapter.js';
import type { Secrets } from '../secrets.js';

const notVerified = (reason: string): Inexpressible => ({ status: 'not-verified', reason });

/** Why an SDK transport cannot be asked to send this: it takes messages, and may do anything with what is none. */
export function findUnsendable({ body, envelope }: Outgoing): Inexpressible | undefined {
  if (body instanceof Uint8Array)
    return notVerified('a transport of an SDK takes messages, and these are bytes on purpose');
  if (Array.isArray(body)) return notVerified('a transport of an SDK takes one message, and this is a batch');
  if (!isMessage(body))
    return notVerified('a transport of an SDK takes JSON-RPC messages, and this is none on purpose');
  if (envelope !== undefined && Object.keys(envelope).length > 0)
    return notVerified('a transport of an SDK makes headers of its own');
  return undefined;
}

/** A request, notification or response as MCP has them (specification, base protocol); what more it has is let through. */
export function isMessage(body: object): boolean {
  const { jsonrpc, id, method, params, result, error } = body as Json;
  if (jsonrpc !== '2.0') return false;
  if (id !== undefined && typeof id !== 'string' && !Number.isInteger(id)) return false;
  if (method !== undefined)
    return (
      typeof method === 'string' &&
      (params === undefined || isObject(params)) &&
      result === undefined &&
      error === undefined
    );
  if (result !== undefined) return id !== undefined && error === undefined && isObject(result);
  return isObject(error) && Number.isInteger(error['code']) && typeof error['message'] === 'string';
}

/** Errors of validators run to pages. */
const MAX_TEXT = 500;

export const describeError = (error: unknown, secrets: Secrets): string =>
  secrets.cut(error instanceof Error ? error.message : String(error), { head: MAX_TEXT }).text;
