/** Error codes of versions and capabilities are used for what they mean. */
import { isObject, type Json } from '../../adapters/json.js';
import { META, readMeta } from '../../adapters/mcp.js';
import { defineObserver, type SentMessage } from '../observer.js';

const RULE = 'base.codes-with-their-meaning';
const NAMED = 'client-capabilities.missing-named';
const MISSING_CAPABILITY = -32021;
const UNSUPPORTED_VERSION = -32022;

export default defineObserver(
  {
    title: 'Errors use the codes for versions and capabilities for what they mean',
    requirements: [RULE, NAMED],
    revisions: { era: 'modern' },
  },
  () => ({
    received(message, t) {
      const { answers } = message;
      if (message.kind !== 'response' || !message.isError || answers === undefined) return;
      const code = message.at('/error/code');
      // Elsewhere headers may be bent while the message is right, and decide.
      if (code.value === UNSUPPORTED_VERSION && (answers.dressed || !message.on.perRequest)) {
        const version = readMeta(answers.document)[META.version];
        const { value: supported } = message.at('/error/data/supported');
        t.satisfies(
          RULE,
          code,
          () => !answers.right && !(Array.isArray(supported) && supported.includes(version)),
          `no refusal of the version of a request at ${t.revision}, which is served, nor of one that the refusal lists`,
          answers,
        );
      }
      if (code.value !== MISSING_CAPABILITY || !message.ofRevision) return;
      const required = message.at('/error/data/requiredCapabilities');
      const isNamed = (value: unknown): boolean => isObject(value) && Object.keys(value).length > 0;
      if (!t.satisfies(NAMED, required, isNamed, 'an object with the missing capabilities', answers)) return;
      const declared = declaredBy(answers);
      if (declared === undefined) return;
      t.satisfies(
        RULE,
        required,
        (value) => !covers(declared, value),
        'no refusal for lack of capabilities that the request declares',
        answers,
      );
    },
  }),
);

function declaredBy({ right, document }: SentMessage): Json | undefined {
  const declared = readMeta(document)[META.clientCapabilities];
  return right && isObject(declared) ? declared : undefined;
}

/** Whether all that is required was declared, with each part of it. */
const covers = (declared: unknown, required: unknown): boolean =>
  !isObject(required) ||
  (isObject(declared) &&
    Object.entries(required).every(
      ([key, part]) => Object.hasOwn(declared, key) && covers(declared[key], part),
    ));
