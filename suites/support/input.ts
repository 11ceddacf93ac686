/** Multi round-trip requests: what a result demands, and how this client answers it. */
import type { Exchange, Reply, Session } from '../session.js';
import type { Context } from '../scenario.js';
import { isObject, type Json } from '../../adapters/json.js';
import { acceptForm } from './form.js';

export const isInputDemand = (result: unknown): result is Json =>
  isObject(result) && result['resultType'] === 'input_required';

export function listInputRequests(reply: Reply): Readonly<Record<string, Json>> {
  const requests = reply.result?.['inputRequests'];
  if (!isObject(requests)) return {};
  return Object.fromEntries(
    Object.entries(requests).map(([key, request]) => [key, isObject(request) ? request : {}]),
  );
}

const CAPABILITY_OF: Readonly<Record<string, string>> = {
  'elicitation/create': 'elicitation',
  'sampling/createMessage': 'sampling',
  'roots/list': 'roots',
};

/** Judges a demand for input by the rules that hold for each. Returns whether there is one to answer. */
export function judgeDemand(
  t: Context<'mrtr.requests-or-state' | 'mrtr.request-kinds' | 'mrtr.only-declared'>,
  tool: string,
  reply: Reply,
  declared: readonly string[] = ['elicitation', 'sampling', 'roots'],
): boolean {
  if (!isInputDemand(reply.result)) {
    const missing = `answer ${tool} with resultType input_required`;
    t.notVerified('mrtr.requests-or-state', missing);
    t.notVerified('mrtr.request-kinds', missing);
    t.notVerified('mrtr.only-declared', missing);
    return false;
  }
  t.satisfies(
    'mrtr.requests-or-state',
    reply.at('/result'),
    (result) => isObject(result) && ('inputRequests' in result || 'requestState' in result),
    'inputRequests or requestState',
  );
  for (const key of Object.keys(listInputRequests(reply))) {
    const method = reply.at(`/result/inputRequests/${escapePointer(key)}/method`);
    t.satisfies(
      'mrtr.request-kinds',
      method,
      (value) => typeof value === 'string' && Object.hasOwn(CAPABILITY_OF, value),
      Object.keys(CAPABILITY_OF).join(', '),
    );
    t.satisfies(
      'mrtr.only-declared',
      method,
      (value) => declared.includes(CAPABILITY_OF[String(value)] ?? ''),
      declared.length === 0 ? 'no input request' : `a request for ${declared.join(', ')}`,
    );
  }
  return true;
}

/** Where the input requests of one kind stand in a demand, as JSON pointers. */
export const listInputRequestsFor = (demand: Reply, method: string): string[] =>
  Object.entries(listInputRequests(demand))
    .filter(([, request]) => request['method'] === method)
    .map(([key]) => `/result/inputRequests/${escapePointer(key)}`);

/** A name as a part of a JSON pointer. */
export const escapePointer = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

/** A valid answer to each input request; `text` is what the user types and the model says. */
export function makeAnswers(requests: Readonly<Record<string, Json>>, text: string): Record<string, Json> {
  return Object.fromEntries(Object.entries(requests).map(([key, request]) => [key, answerTo(request, text)]));
}

/** As many roots that no server says the number by chance. */
const ROOTS = 13;

/** The roots of this client; their name is the text of the answer. */
const makeRoots = (name: string) =>
  Array.from({ length: ROOTS }, (_, index) => ({ uri: `file:///workspace/${index}`, name }));

/** What a result that refers to these roots has one of: a URI, the name, or their number. */
export const listWordsForRoots = (name: string): string[] => ['file:///workspace/', name, String(ROOTS)];

function answerTo(request: Json, text: string): Json {
  if (request['method'] === 'roots/list') return { roots: makeRoots(text) };
  if (request['method'] === 'sampling/createMessage') {
    return { role: 'assistant', content: { type: 'text', text }, model: 'canned', stopReason: 'endTurn' };
  }
  return acceptForm(request['params'], text);
}

/** The same request again, with answers and the state that the demand carried, exactly as it came. */
export function retry(
  session: Session,
  method: string,
  params: Json,
  demand: Reply,
  inputResponses: unknown,
): Exchange {
  const requestState = demand.result?.['requestState'];
  const again = { ...params, inputResponses };
  if (requestState === undefined) return session.request(method, again);
  // A state that is no text is a finding about the demand; to repeat it all the same is no fault of ours.
  return session.raw(session.compose(method, { ...again, requestState }));
}
