/** A response stream ends after its response. */
import { defineObserver } from '../observer.js';

/** Milliseconds after the response in which a server ends its stream; one that is busy has time. */
const SOON_MS = 3_000;

export default defineObserver(
  {
    title: 'A response stream ends after its response',
    requirements: ['http.stream-ends-after-response'],
    revisions: { from: '2025-03-26' },
    transports: ['streamable-http'],
  },
  () => ({
    ended({ opened, ended, sent, last, perRequest }, t) {
      const [request] = sent;
      if (!perRequest || opened?.streaming !== true || ended === undefined || last === undefined) return;
      if (request?.reply === undefined || last.answers !== request || sent.length > 1) return;
      const after = performance.now() - last.atMs;
      // Where it was we who ended it at once, nobody knows.
      if (ended.by !== 'peer' && (ended.by !== 'us' || after < SOON_MS)) return;
      t.satisfies(
        'http.stream-ends-after-response',
        ended.how,
        () => ended.by === 'peer',
        'the end of the stream once the response was sent',
        request,
        last,
      );
    },
  }),
);
