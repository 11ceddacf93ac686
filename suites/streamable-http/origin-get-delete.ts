import type { Metadata } from '../../adapters/adapter.js';
import type { HttpExchange } from '../../adapters/streamable-http/endpoint.js';
import { type HttpClient, type HttpContext } from '../support/http-client.js';
import { greet } from '../support/http-greet.js';
import { judgeNotServed, isBetween, observeOutcome } from '../support/http-judge.js';
import { FOREIGN_ORIGINS } from '../support/foreign.js';
import { defineBindingScenario } from '../scenario.js';

const RULES = ['http.origin-forbidden', 'http.origin-validated'] as const;
type Rule = (typeof RULES)[number];

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'A foreign web page can neither open a stream nor end a session',
    requirements: RULES,
    revisions: { from: '2025-03-26', to: '2025-11-25' },
  },
  async (t) => {
    const client = await greet(t, RULES);
    if (client === undefined) return;
    // Ending the session comes last. Without a session there is nothing that DELETE could end.
    const methods = client.sessionId === undefined ? ['GET'] : ['GET', 'DELETE'];
    let isOver = false;
    for (const method of methods) isOver = (await judgeMethod(t, client, method)) || isOver;
    // Whoever ended it, a stranger or we.
    client.connection.settle({ revision: client.revision, sessionId: null });
    if (isOver) return;
    for (const rule of RULES) t.notApplicable(rule, `this target does not serve ${methods.join(' or ')}`);
  },
);

/** Says what it can. Returns false where the method is refused to everybody, and so to foreign pages for another reason. */
async function judgeMethod(t: HttpContext<Rule>, client: HttpClient, method: string): Promise<boolean> {
  const headers: Metadata = method === 'GET' ? { accept: 'text/event-stream' } : {};
  const foreign: HttpExchange[] = [];
  for (const origin of FOREIGN_ORIGINS)
    foreign.push(await t.wait(client.ask(method, { ...headers, origin })));
  // A stream or session that the foreign page got cannot be had a second time.
  const served = ({ status }: HttpExchange) => isBetween(200, 299)(status?.value);
  if (!foreign.some(served)) {
    const own = await t.wait(client.ask(method, headers));
    if (own.status === undefined) {
      for (const rule of RULES) t.notVerified(rule, `answer ${method} without an \`Origin\` header`);
      return true;
    }
    if (!served(own)) return false;
  }
  for (const exchange of foreign) {
    const status = observeOutcome(exchange);
    t.satisfies('http.origin-forbidden', status, (value) => value === 403, `403 for ${method}`);
    await judgeNotServed(t, 'http.origin-validated', client, exchange, `a refusal of ${method}`);
  }
  return true;
}
