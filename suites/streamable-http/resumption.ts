import type { HttpExchange } from '../../adapters/streamable-http/endpoint.js';
import { makeCalls } from '../support/http-calls.js';
import { parseEvents, isSingular } from '../support/event-stream.js';
import { greet, isStream } from '../support/http-client.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'http.resume-own-stream';
/** Streams that are resumed; each is watched for a while, because a resumed stream need not end. */
const MAX_RESUMED = 3;

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'A resumed stream replays its own messages only',
    requirements: [REQUIREMENT],
    revisions: { from: '2025-03-26', to: '2025-11-25' },
  },
  async (t) => {
    const client = await greet(t, [REQUIREMENT]);
    if (client === undefined) return;
    const streams: { ids: string[]; messages: Set<string> }[] = [];
    const dress = (name: string) => ({ _meta: { progressToken: `resume-${name}` } });
    for (const post of [client.probe(), ...(await makeCalls(t, client, { dress })), client.probe()]) {
      const exchange = await client.post(post);
      if (isStream(exchange)) streams.push(read(exchange));
    }
    // Those with most to replay first.
    const numbered = streams.filter(({ ids }) => ids.length > 0).sort((a, b) => b.ids.length - a.ids.length);
    if (numbered.length < 2) {
      return t.notApplicable(REQUIREMENT, 'this target numbers no events, so nothing can be resumed');
    }
    let replays = 0;
    for (const { ids, messages } of numbered.slice(0, MAX_RESUMED)) {
      const resumed = await client.ask('GET', { accept: 'text/event-stream', 'last-event-id': ids[0] ?? '' });
      if (!isStream(resumed)) continue;
      const others = new Set(
        numbered.flatMap((other) => (other.messages === messages ? [] : [...other.messages])),
      );
      const replayed = [...read(resumed).messages];
      if (replayed.length === 0) continue;
      replays += 1;
      const intruder = replayed.find((message) => others.has(message));
      const expected = 'no message that was sent on another stream';
      t.satisfies(
        REQUIREMENT,
        resumed.body,
        () => intruder === undefined,
        intruder === undefined ? expected : `${expected}, as was ${intruder}`,
      );
    }
    if (replays === 0) t.notApplicable(REQUIREMENT, 'this target replays nothing, which it is free to do');
  },
);

const read = (exchange: HttpExchange) => {
  const events = parseEvents(exchange.body.value);
  return {
    ids: events.flatMap(({ id }) => (id === undefined || id === '' ? [] : [id])),
    messages: new Set(events.filter(isSingular).map(({ data }) => data)),
  };
};
