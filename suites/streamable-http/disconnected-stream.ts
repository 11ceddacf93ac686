import { setTimeout as waitFor } from 'node:timers/promises';
import { isResponseEvent } from '../support/event-stream.js';
import { greet } from '../support/http-greet.js';
import { isStream } from '../support/http-judge.js';
import { defineBindingScenario } from '../scenario.js';

const RETRY = 'http.retry-before-close';
const RESPONSE = 'http.stream-brings-response';
const BOTH = [RETRY, RESPONSE] as const;

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'A stream that the server disconnects goes on after a reconnect',
    requirements: BOTH,
    needs: { tools: ['test_reconnection'] },
    revisions: { from: '2025-03-26', to: '2025-11-25' },
  },
  async (t) => {
    const client = await greet(t, BOTH);
    if (client === undefined) return;
    const post = client.request('tools/call', { name: 'test_reconnection', arguments: {} });
    const first = await t.wait(client.post(post));
    const isResponse = (event: (typeof first.events)[number]) => isResponseEvent(event, post.document['id']);
    if (first.cutByUs && !first.events.some(isResponse)) {
      for (const id of BOTH) t.notVerified(id, 'answer in time, or disconnect the stream');
      return;
    }
    if (!isStream(first) || first.events.some(isResponse)) {
      for (const id of BOTH)
        t.notApplicable(id, 'this target does not disconnect streams before the response');
      return;
    }
    const { retryMs } = first;
    t.satisfies(
      RETRY,
      first.body,
      () => retryMs !== undefined,
      'a `retry` field before the connection is closed',
    );
    const lastId = first.events.findLast(({ id }) => id !== undefined)?.id;
    if (lastId === undefined) {
      t.satisfies(RESPONSE, first.body, () => false, 'the response, or an event id to resume from');
      return;
    }
    if (retryMs !== undefined && retryMs > t.requestTimeoutMs) {
      const patience = `${t.requestTimeoutMs} ms (\`--request-timeout\`)`;
      return t.notVerified(RESPONSE, `let the client come back within ${patience}, not after ${retryMs} ms`);
    }
    await t.wait(waitFor(retryMs ?? 0));
    const resumed = await t.wait(client.resume(lastId, isResponse, t.requestTimeoutMs));
    if (resumed === undefined) {
      return t.notVerified(RESPONSE, 'give out event ids that a header of ours can carry back');
    }
    t.satisfies(
      RESPONSE,
      resumed.failed ?? resumed.body,
      () => resumed.events.some(isResponse),
      'the response on the resumed stream',
    );
  },
);
