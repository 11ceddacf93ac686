import { makeCalls } from '../support/http-calls.js';
import { parseEventDocument, parseEvents, isSingular } from '../support/event-stream.js';
import { greet, isStream } from '../support/http-client.js';
import { isObject } from '../../adapters/json.js';
import { defineBindingScenario } from '../scenario.js';

const RESPONSES = 'http.get-stream-no-responses';
const ONE_STREAM = 'http.message-on-one-stream';
/** Milliseconds that the GET stream is read while requests are made beside it. */
const WATCH_MS = 2_000;

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'The GET stream carries no responses and repeats nothing',
    requirements: [RESPONSES, ONE_STREAM],
    revisions: { from: '2025-03-26', to: '2025-11-25' },
  },
  async (t) => {
    const client = await greet(t, [RESPONSES, ONE_STREAM]);
    if (client === undefined) return;
    const headers = { ...client.sessionHeaders, accept: 'text/event-stream' };
    const watching = client.connection.exchange({ method: 'GET', headers, timeout: WATCH_MS });

    const posted = [await client.post(client.probe())];
    // A token of its own on each call makes every progress notification unlike all others.
    const dress = (name: string) => ({ _meta: { progressToken: `once-${name}` } });
    for (const call of await makeCalls(t, client, { dress })) posted.push(await client.post(call));
    const stream = await t.wait(watching);
    if (!isStream(stream)) {
      for (const id of [RESPONSES, ONE_STREAM] as const)
        t.notApplicable(id, 'this target opens no stream on GET');
      return;
    }
    const pushed = parseEvents(stream.body.value);
    const isResponse = (document: unknown) =>
      isObject(document) && !('method' in document) && 'id' in document;
    t.satisfies(
      RESPONSES,
      stream.body,
      () => !pushed.some((event) => isResponse(parseEventDocument(event))),
      'no response among the events of the GET stream',
    );

    const elsewhere = new Set(pushed.filter(isSingular).map(({ data }) => data));
    let judged = 0;
    for (const exchange of posted.filter(isStream)) {
      const messages = parseEvents(exchange.body.value).filter(isSingular);
      const isNew = () => !messages.some(({ data }) => elsewhere.has(data));
      // Responses alone are no news: that they stay off the GET stream is the requirement above.
      if (messages.length < 2) continue;
      judged += 1;
      t.satisfies(ONE_STREAM, exchange.body, isNew, 'messages that were not sent on another stream as well');
      for (const { data } of messages) elsewhere.add(data);
    }
    if (judged === 0)
      t.notVerified(ONE_STREAM, 'report progress, as the fixture `test_tool_with_progress` does');
  },
);
