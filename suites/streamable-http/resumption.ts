import type { HttpExchange } from '../../adapters/streamable-http/endpoint.js';
import type { SseEvent } from '../../adapters/streamable-http/sse.js';
import { makeCalls } from '../support/http-calls.js';
import { isSingular, listEventIds, readText } from '../support/event-stream.js';
import { greet } from '../support/http-greet.js';
import { isStream, passOverStreams } from '../support/http-judge.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'http.resume-own-stream';
/** Streams that are resumed. */
const MAX_RESUMED = 3;
/** Milliseconds for each: a server need not replay anything, and a resumed stream need not end. */
const REPLAY_MS = 3_000;

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
    const posts = [client.probe(), client.probe(), ...(await makeCalls(t, client, { dress }))];
    const posted = await client.postInTurn(posts);
    for (const exchange of posted.filter(isStream)) streams.push(read(exchange));
    // Those with most to replay first.
    const numbered = streams.filter(({ ids }) => ids.length > 0).sort((a, b) => b.ids.length - a.ids.length);
    if (streams.length === 0) return passOverStreams(t, REQUIREMENT, posted);
    if (numbered.length === 0) {
      return t.notApplicable(REQUIREMENT, 'this target numbers no events, so nothing can be resumed');
    }
    if (numbered.length === 1) return t.notVerified(REQUIREMENT, 'number the events of more than one stream');
    let replays = 0;
    let isOurs = false;
    for (const { ids, messages } of numbered.slice(0, MAX_RESUMED)) {
      const others = new Set(
        numbered.flatMap((other) => (other.messages === messages ? [] : [...other.messages])),
      );
      const last = [...messages].at(-1);
      const isLast = (event: SseEvent) => readText(event) === last || others.has(readText(event));
      const resumed = await t.wait(client.resume(ids[0] ?? '', isLast, REPLAY_MS));
      isOurs ||= resumed === undefined;
      if (resumed === undefined || !isStream(resumed)) continue;
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
    if (replays > 0) return;
    if (isOurs) t.notVerified(REQUIREMENT, 'give out event ids that a header of ours can carry back');
    else {
      const within = `within ${REPLAY_MS / 1000} s`;
      t.notApplicable(REQUIREMENT, `this target replayed nothing ${within}, which it is free to do`);
    }
  },
);

const read = ({ events }: HttpExchange) => ({
  ids: listEventIds(events),
  messages: new Set(events.filter(isSingular).map(readText)),
});
