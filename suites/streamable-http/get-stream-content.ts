import { makeCalls } from '../support/http-calls.js';
import { parseEventDocument, isSingular, readText } from '../support/event-stream.js';
import { greet } from '../support/http-client.js';
import { isStream } from '../support/http-judge.js';
import { isObject } from '../../adapters/json.js';
import { defineBindingScenario } from '../scenario.js';

const RESPONSES = 'http.get-stream-no-responses';
const ONE_STREAM = 'http.message-on-one-stream';

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
    // A token of its own on each call makes every progress notification unlike all others.
    const dress = (name: string) => ({ _meta: { progressToken: `once-${name}` } });
    const posts = [client.probe(), ...(await makeCalls(t, client, { dress }))];
    const { stream, brought: posted } = await client.watch(() => client.postInTurn(posts));
    if (!isStream(stream)) {
      for (const id of [RESPONSES, ONE_STREAM] as const)
        if (stream.status?.value === 405) t.notApplicable(id, 'this target opens no stream on GET');
        else t.notVerified(id, 'open a stream on GET, or answer with status 405');
      return;
    }
    const pushed = stream.events;
    const isResponse = (document: unknown) =>
      isObject(document) && !('method' in document) && 'id' in document;
    t.satisfies(
      RESPONSES,
      stream.body,
      () => !pushed.some((event) => isResponse(parseEventDocument(event))),
      'no response among the events of the GET stream',
    );

    const elsewhere = new Set(pushed.filter(isSingular).map(readText));
    let judged = 0;
    for (const exchange of posted.filter(isStream)) {
      const messages = exchange.events.filter(isSingular);
      const isNew = () => !messages.some((event) => elsewhere.has(readText(event)));
      // Responses alone are no news: that they stay off the GET stream is the requirement above.
      if (messages.length < 2) continue;
      judged += 1;
      t.satisfies(ONE_STREAM, exchange.body, isNew, 'messages that were not sent on another stream as well');
      for (const event of messages) elsewhere.add(readText(event));
    }
    if (judged > 0) return;
    // All that may be called was called, with a token for its progress, and was answered.
    const { length } = await t.safeCalls();
    const isAll = length > 0 && posts.length === length + 1 && posted.length === posts.length;
    if (isAll && posted.every(({ complete }) => complete))
      t.notApplicable(ONE_STREAM, `none of the ${length} safe calls says anything before its response`);
    else t.notVerified(ONE_STREAM, 'report progress, as the fixture `test_tool_with_progress` does');
  },
);
