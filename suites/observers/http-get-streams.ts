/** A GET stream that resumes nothing brings no responses. */
import { defineObserver } from '../observer.js';

const RULE = 'http.get-stream-no-responses';

export default defineObserver(
  {
    title: 'What a server says unasked is no response',
    requirements: [RULE],
    revisions: { from: '2025-03-26', to: '2025-11-25' },
    transports: ['streamable-http'],
  },
  () => ({
    received(message, t) {
      if (!message.on.listens || message.on.opened?.streaming === false) return;
      const words = {
        expected: 'no response on a GET stream that resumes nothing',
        received: message.kind === 'response' ? `a response: ${shown(message.document)}` : 'another message',
      };
      t.judge(RULE, message.kind !== 'response', words, message);
    },
  }),
);

const shown = (document: object): string => JSON.stringify(document).slice(0, 400);
