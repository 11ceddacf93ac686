/** Opens a session where there is no handshake, by asking for each list that a server may offer. */
import type { Secrets } from '../../adapters/secrets.js';
import type { Reply } from '../../suites/session.js';
import { Refused, Unanswered } from './exchange.js';
import { isDenial } from '../../adapters/grpc-google/denial.js';
import { isObject, type Json } from '../../adapters/json.js';
import { LISTS } from '../../suites/support/lists.js';
import type { Hello, LiveSession } from './session.js';

/** Names nothing that could be completed: it only shows whether there is completion at all. */
const COMPLETE = { ref: { type: 'ref/prompt', name: '' }, argument: { name: '', value: '' } };
const METHOD_NOT_FOUND = -32601;

/**
 * Opens a session on a binding without a handshake: each list is asked for once, and what is not answered is not offered. Rejects
 * with `Refused` where nothing is, or the server refuses the version; with `Unanswered` where it is silent. `timeout` in milliseconds.
 */
export async function meetNative(session: LiveSession, timeout: number, secrets: Secrets): Promise<Hello> {
  const ask = (method: string, params: Json = {}): Promise<Reply> =>
    session.request(method, params, { timeout }).reply();
  const questions = [
    ...LISTS.map(({ method, capability }) => ({ capability, ask: () => ask(method) })),
    { capability: 'completions', ask: () => ask('completion/complete', COMPLETE) },
  ];
  const replies = await askAll(questions.map((one) => one.ask));
  const met = questions.map(({ capability }, at) => ({ capability, reply: replies[at] as Reply }));
  const refused = replies.find(refusesVersion) ?? (isServed(met) ? undefined : replies[0]);
  if (refused !== undefined) throw new Refused(refused, secrets);
  // The first of its lists stands for a capability: the templates of resources come after the resources.
  const first = new Map(met.toReversed().map(({ capability, reply }) => [capability, reply]));
  const offered = [...first].filter(([capability, reply]) => isOffered(capability, reply)).toReversed();
  return {
    capabilities: Object.fromEntries(offered.map(([capability]): [string, Json] => [capability, {}])),
    versions: versionsOf(session, replies),
    entries: replies.map(({ entry }) => entry),
  };
}

/** A list is answered; what completes nothing is refused, and not for want of a method. */
const isOffered = (capability: string, { error }: Reply): boolean =>
  error === undefined || (capability === 'completions' && error.code !== METHOD_NOT_FOUND);

/** Something is offered, and not everything is refused for who we are. */
const isServed = (met: readonly { capability: string; reply: Reply }[]): boolean =>
  met.some(({ capability, reply }) => isOffered(capability, reply)) &&
  !met.every(({ reply: { error } }) => isObject(error?.data) && isDenial(error.data['status']));

/** All at once; who says "not now" to several may take them one after the other. */
async function askAll(questions: readonly (() => Promise<Reply>)[]): Promise<Reply[]> {
  const asked = await Promise.allSettled(questions.map((ask) => ask()));
  const replies: Reply[] = [];
  for (const [at, outcome] of asked.entries()) {
    if (outcome.status === 'fulfilled') replies.push(outcome.value);
    else if (Unanswered.is(outcome.reason) && outcome.reason.why === 'busy')
      replies.push(await (questions[at] as () => Promise<Reply>)());
    else throw outcome.reason;
  }
  return replies;
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
