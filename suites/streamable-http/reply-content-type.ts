import { greet, getMediaType, type HttpContext } from '../support/http-client.js';
import type { HttpExchange } from '../../adapters/streamable-http/endpoint.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'http.reply-content-type';

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'Requests are answered as JSON or as an event stream',
    requirements: [REQUIREMENT],
    revisions: { from: '2025-03-26' },
  },
  async (t) => {
    const client = await greet(t, [REQUIREMENT]);
    if (client === undefined) return;
    if (client.handshakeReply !== undefined) judge(t, client.handshakeReply);
    judge(t, await client.post(client.probe()));
    judge(t, await client.post(client.request('tools/list')));
  },
);

function judge(t: HttpContext<typeof REQUIREMENT>, exchange: HttpExchange): void {
  t.satisfies(
    REQUIREMENT,
    exchange.failed ?? exchange.header('content-type'),
    () => ['application/json', 'text/event-stream'].includes(getMediaType(exchange)),
    'the content type `application/json` or `text/event-stream`',
  );
}
