/** No request is refused for its headers where there are none. */
import { defineObserver } from '../observer.js';

const RULE = 'base.codes-with-their-meaning';
const HEADER_MISMATCH = -32020;

export default defineObserver(
  {
    title: 'Errors name no mismatch of headers where there are no headers',
    requirements: [RULE],
    revisions: { era: 'modern' },
    transports: ['stdio', 'websocket'],
  },
  () => ({
    received(message, t) {
      if (message.kind !== 'response' || !message.isError || message.answers === undefined) return;
      const code = message.at('/error/code');
      if (code.value !== HEADER_MISMATCH) return;
      t.satisfies(RULE, code, () => false, 'no mismatch of headers where there are none', message.answers);
    },
  }),
);
