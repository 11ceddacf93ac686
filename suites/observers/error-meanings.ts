/** Error codes that MCP defines are used for what they mean. */
import { defineObserver } from '../observer.js';

const RULE = 'base.codes-with-their-meaning';
const HEADER_MISMATCH = -32020;
const UNSUPPORTED_VERSION = -32022;

export default defineObserver(
  {
    title: 'Errors use the codes of MCP for what they mean',
    requirements: [RULE],
    revisions: { era: 'modern' },
    // Elsewhere headers may be bent while the message is right, and decide.
    transports: ['stdio', 'websocket'],
  },
  () => ({
    received(message, t) {
      const { answers } = message;
      if (message.kind !== 'response' || !message.isError || answers === undefined) return;
      const code = message.at('/error/code');
      if (code.value === HEADER_MISMATCH)
        t.satisfies(RULE, code, () => false, 'no mismatch of headers where there are none', answers);
      if (code.value === UNSUPPORTED_VERSION)
        t.satisfies(
          RULE,
          code,
          () => !answers.right,
          `no refusal of the version of a request at ${t.revision}, which is served`,
          answers,
        );
    },
  }),
);
