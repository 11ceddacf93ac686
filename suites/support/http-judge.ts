/** Judges single HTTP answers: served, refused, dropped, and with which status. */
import type { Observation } from '../../adapters/observation.js';
import type { HttpExchange } from '../../adapters/streamable-http/endpoint.js';
import { readErrorCode, isResult } from '../../adapters/json-rpc.js';
import type { RequirementId } from '../requirements/index.js';
import type { HttpClient, HttpContext } from './http-client.js';

/** The status, or what became of the exchange where there is none. */
export const observeOutcome = (exchange: HttpExchange): Observation =>
  exchange.status ?? exchange.failed ?? exchange.body;

export const isBetween =
  (from: number, to: number) =>
  (status: unknown): boolean =>
    typeof status === 'number' && status >= from && status <= to;

export const getMediaType = (exchange: HttpExchange): string =>
  exchange.header('content-type').value?.split(';', 1)[0]?.trim().toLowerCase() ?? '';

export const isStream = (exchange: HttpExchange): boolean => getMediaType(exchange) === 'text/event-stream';

/** Whether the server hung up in place of an answer. */
export const isDropped = ({ status, cutByUs }: HttpExchange): boolean => status === undefined && !cutByUs;

/** Where no answer came as a stream: the target answers in JSON, or is too slow to tell. */
export function passOverStreams<R extends RequirementId>(
  t: HttpContext<R>,
  requirement: NoInfer<R>,
  exchanges: readonly HttpExchange[],
): void {
  if (exchanges.every(({ status }) => status !== undefined))
    t.notApplicable(requirement, 'this target answered every request here in JSON, without streams');
  else t.notVerified(requirement, 'answer each request in time');
}

/** Whether a request was not served: by its status, an error in place of a result, or a connection that was dropped. */
const isRefusal = (exchange: HttpExchange): boolean =>
  exchange.status === undefined
    ? isDropped(exchange)
    : exchange.status.value >= 300 || readErrorCode(exchange.json().value) !== undefined;

/**
 * Judges that a request was not served, where the sentence leaves open how; a server may hang up on who should not be there.
 * `what` completes "expected …".
 */
export async function judgeNotServed<R extends RequirementId>(
  t: HttpContext<R>,
  requirement: NoInfer<R>,
  client: HttpClient,
  exchange: HttpExchange,
  what: string,
): Promise<void> {
  if (exchange.status !== undefined) {
    t.satisfies(requirement, observeOutcome(exchange), () => isRefusal(exchange), what);
    return;
  }
  // Silence may be a slow server, and a broken connection a dead one.
  const alive = isDropped(exchange) && (await client.post(client.probe())).status !== undefined;
  if (alive) t.satisfies(requirement, observeOutcome(exchange), () => true, what);
  else t.notVerified(requirement, 'serve or refuse such a request, and go on answering others');
}

/** Judges a refusal by status and JSON-RPC error code. */
export function judgeRefusal<R extends RequirementId>(
  t: HttpContext<R>,
  requirement: NoInfer<R>,
  exchange: HttpExchange,
  status: number,
  ...codes: number[]
): boolean {
  return (
    t.equal(requirement, observeOutcome(exchange), status) &&
    t.satisfies(
      requirement,
      exchange.json(),
      (document) => codes.some((code) => code === readErrorCode(document)),
      `a JSON-RPC error with code ${codes.join(' or ')}`,
    )
  );
}

/** A 405 that was seen anywhere has to say what is allowed instead. */
export function judgeAllow(t: HttpContext<'http.405-names-allowed-methods'>, exchange: HttpExchange): void {
  if (exchange.status?.value !== 405) {
    t.notApplicable('http.405-names-allowed-methods', 'no answer here has status 405');
    return;
  }
  t.satisfies(
    'http.405-names-allowed-methods',
    exchange.header('allow'),
    (allow) => allow !== undefined,
    'an `Allow` header',
  );
}

/** Judges that a request was answered with a result. `what` is said of it: `the same result as without the header`. */
export const judgeHttpServed = <R extends RequirementId>(
  t: HttpContext<R>,
  requirement: NoInfer<R>,
  exchange: HttpExchange,
  what: string,
): boolean => {
  const document = exchange.json();
  // An empty body says less than its status.
  const seen = document.value === undefined ? observeOutcome(exchange) : document;
  return t.satisfies(requirement, exchange.failed ?? seen, () => isResult(document.value), what);
};

/** After an affront: the server is still there and answers. */
export async function judgeHttpSurvival<R extends RequirementId>(
  t: HttpContext<R>,
  requirement: NoInfer<R>,
  client: HttpClient,
): Promise<boolean> {
  const after = await client.post(client.probe());
  return judgeHttpServed(t, requirement, after, 'requests to be answered afterwards');
}
