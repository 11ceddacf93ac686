/** No request is refused for its headers where they repeat what it says. */
import { defineObserver } from '../observer.js';

const RULE = 'base.codes-with-their-meaning';
const HEADER_MISMATCH = -32020;

export default defineObserver(
  {
    title: 'Errors name no mismatch of headers that repeat the request',
    requirements: [RULE],
    revisions: { era: 'modern' },
    transports: ['streamable-http', 'grpc'],
  },
  () => ({
    received(message, t) {
      const { answers, on } = message;
      if (message.kind !== 'response' || !message.isError || answers === undefined) return;
      const code = message.at('/error/code');
      // Of the arguments of a call we may not know which are to be repeated.
      if (code.value !== HEADER_MISMATCH || answers.method === 'tools/call') return;
      if (!on.perRequest || !answers.dressed || !answers.right) return;
      t.satisfies(RULE, code, () => false, 'no mismatch of headers that repeat the request', answers);
    },
  }),
);
