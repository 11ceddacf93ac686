import { setTimeout as waitFor } from 'node:timers/promises';
import { parseEventDocument, parseEvents } from '../support/event-stream.js';
import { greet, isStream, type HttpClient } from '../support/http-client.js';
import { isObject } from '../../adapters/json.js';
import { defineBindingScenario } from '../scenario.js';

const RETRY = 'http.retry-before-close';
const RESPONSE = 'http.stream-brings-response';
/** Milliseconds that a server may ask us to wait, and that the resumed stream is read. */
const MAX_RETRY_MS = 3_000;
const RESUMED_MS = 6_000;
/** Milliseconds for the stream until it is disconnected. */
const FIRST_MS = 5_000;

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'A stream that the server disconnects goes on after a reconnect',
    requirements: [RETRY, RESPONSE],
    needs: { tools: ['test_reconnection'] },
    revisions: { from: '2025-03-26', to: '2025-11-25' },
  },
  async (t) => {
    const client = await greet(t, [RETRY, RESPONSE]);
    if (client === undefined) return;
    const post = client.request('tools/call', { name: 'test_reconnection', arguments: {} });
    const first = await client.post(post, { timeout: FIRST_MS });
    const answers = (document: unknown) => isObject(document) && document['id'] === post.document['id'];
    const events = parseEvents(first.body.value);
    if (!isStream(first) || events.some((event) => answers(parseEventDocument(event)))) {
      for (const id of [RETRY, RESPONSE] as const)
        t.notApplicable(id, 'this target does not disconnect streams before the response');
      return;
    }
    const retry = events.findLast((event) => event.retry !== undefined)?.retry;
    t.satisfies(
      RETRY,
      first.body,
      () => retry !== undefined,
      'a `retry` field before the connection is closed',
    );
    const lastId = events.findLast((event) => event.id !== undefined)?.id;
    if (lastId === undefined) {
      t.satisfies(RESPONSE, first.body, () => false, 'the response, or an event id to resume from');
      return;
    }
    await waitFor(Math.min(Number(retry ?? 0) || 0, MAX_RETRY_MS));
    const resumed = await resume(client, lastId);
    const brings = (body: string) => parseEvents(body).some((event) => answers(parseEventDocument(event)));
    t.satisfies(RESPONSE, resumed.body, brings, 'the response on the resumed stream');
  },
);

const resume = (client: HttpClient, lastId: string) =>
  client.connection.exchange({
    method: 'GET',
    headers: { ...client.sessionHeaders, accept: 'text/event-stream', 'last-event-id': lastId },
    timeout: RESUMED_MS,
  });
