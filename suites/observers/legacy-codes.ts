/** Error codes of the legacy era: those that it defines are used for what they mean. */
import { isObject } from '../../adapters/json.js';
import { defineObserver, type ReceivedMessage } from '../observer.js';

const LISTED = 'elicitation.required-listed';
const MEANT = 'robustness.codes-with-their-meaning';
const NOT_FOUND = -32002;
const URL_REQUIRED = -32042;
/** The one revision that has it. */
const FIRST_AND_LAST = '2025-11-25';

export default defineObserver(
  {
    title: 'Errors use the codes for resources and elicitation for what they mean',
    requirements: [LISTED, MEANT],
    revisions: { era: 'legacy' },
  },
  () => ({
    received(message, t) {
      const { answers } = message;
      if (message.kind !== 'response' || !message.isError || !message.ofRevision) return;
      if (answers === undefined) return;
      const code = message.at('/error/code');
      if (code.value === NOT_FOUND)
        t.satisfies(
          MEANT,
          code,
          () => isOfResource(message),
          '-32002 only where a resource is asked for',
          answers,
        );
      if (code.value !== URL_REQUIRED) return;
      if (t.revision !== FIRST_AND_LAST) {
        const expected = `-32042 only at ${FIRST_AND_LAST}, which alone defines it`;
        t.satisfies(MEANT, code, () => false, expected, answers);
        return;
      }
      t.satisfies(
        LISTED,
        message.at('/error/data/elicitations'),
        (list) => Array.isArray(list) && list.length > 0 && list.every(isByUrl),
        'a list of elicitations of the mode url, each with its elicitationId',
        answers,
      );
    },
  }),
);

/** Whoever gives or embeds a resource may miss one, and names it then. */
const isOfResource = (message: ReceivedMessage): boolean => {
  const { method = '' } = message.answers ?? {};
  const named = message.at('/error/data/uri').value;
  return method.startsWith('resources/') || method === 'completion/complete' || typeof named === 'string';
};

const isByUrl = (one: unknown): boolean =>
  isObject(one) && one['mode'] === 'url' && typeof one['elicitationId'] === 'string';
