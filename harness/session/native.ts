/** Opens a session where there is no handshake, by asking for each list that a server may offer. */
import type { Secrets } from '../../adapters/secrets.js';
import type { Reply } from '../../suites/session.js';
import { Refused } from './exchange.js';
import { isObject, type Json } from '../../adapters/json.js';
import { LISTS } from '../../suites/support/lists.js';
import type { Hello, LiveSession } from './session.js';

/** Names nothing that could be completed: it only shows whether there is completion at all. */
const COMPLETE = { ref: { type: 'ref/prompt', name: '' }, argument: { name: '', value: '' } };
const METHOD_NOT_FOUND = -32601;

/**
 * Opens a session on a binding without a handshake: each list is asked for once, and what is not found is not offered. Rejects
 * with `Refused` where nothing is, or the server refuses the version; with `Unanswered` where it is silent. `timeout` in milliseconds.
 */
export async function meetNative(session: LiveSession, timeout: number, secrets: Secrets): Promise<Hello> {
  const asked = [
    ...LISTS.map(({ method, capability }) => ({
      capability,
      exchange: session.request(method, {}, { timeout }),
    })),
    { capability: 'completions', exchange: session.request('completion/complete', COMPLETE, { timeout }) },
  ];
  const met = await Promise.all(
    asked.map(async ({ capability, exchange }) => ({ capability, reply: await exchange.reply() })),
  );
  const offered = met.filter(({ reply }) => reply.error?.code !== METHOD_NOT_FOUND);
  const [any] = offered;
  const refused = met.find(({ reply }) => refusesVersion(reply)) ?? (any === undefined ? met[0] : undefined);
  if (refused !== undefined) throw new Refused(refused.reply, secrets);
  return {
    capabilities: Object.fromEntries(offered.map(({ capability }): [string, Json] => [capability, {}])),
    versions: versionsOf(
      session,
      met.map(({ reply }) => reply),
    ),
    entries: met.map(({ reply }) => reply.entry),
  };
}

const refusesVersion = ({ error }: Reply): boolean => isObject(error?.data) && 'supported' in error.data;

/**
 * What the server says of its version: the one that it names in its metadata. One that names none is taken at our word in the
 * legacy era, where the binding has no other sign; a modern one shows itself in the type of its results.
 */
function versionsOf(session: LiveSession, replies: readonly Reply[]): unknown[] {
  const named = replies.map(({ opened }) => opened?.header('mcp-protocol-version')?.value);
  const first = named.find((version) => version !== undefined);
  if (first !== undefined) return [first];
  const typed = replies.some(({ result }) => result?.['resultType'] !== undefined);
  return session.era === 'legacy' || typed ? [session.revision] : [];
}
