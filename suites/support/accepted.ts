/** Judges the HTTP answer to a POSTed notification or response: 202 without a body, or an error status. */
import type { HttpExchange } from '../../adapters/streamable-http/endpoint.js';
import type { RequirementId } from '../requirements/index.js';
import { type HttpContext } from './http-client.js';
import { observeOutcome } from './http-judge.js';

/** What is no request gets nothing to read back: 202 without a body, or an HTTP error. */
export function judgeAccepted<R extends RequirementId>(
  t: HttpContext<R>,
  requirement: NoInfer<R>,
  exchange: HttpExchange,
): void {
  const allowed = t.satisfies(
    requirement,
    observeOutcome(exchange),
    (status) => typeof status === 'number' && (status === 202 || status >= 400),
    'status 202, or an HTTP error status',
  );
  if (allowed && exchange.status?.value === 202) t.equal(requirement, exchange.body, '');
}
