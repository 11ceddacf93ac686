/** Every message is valid by the schema of its revision. */
import { defineObserver, type ReceivedMessage } from '../observer.js';

/** Violations of one message that are told. */
const MAX_TOLD = 3;
/** The one revision with batches. */
const BATCHES = '2025-03-26';

export default defineObserver(
  { title: 'Every message of the server is valid by its schema', requirements: ['wire.schema'] },
  () => ({
    received(message, t) {
      // An error is how a server of this revision refuses another version; a result at that version is not ours to judge.
      if (!message.ofRevision && !message.isError) return;
      const told = [
        ...(isForbiddenBatch(message) && t.revision !== BATCHES
          ? ['must not be in a batch at this revision']
          : []),
        ...message
          .violations()
          .map(({ message: text, pointer }) => `${text} at ${pointer === '' ? 'the top' : pointer}`),
      ];
      const words = {
        expected: `${whatOf(message)} to be valid by the schema of ${t.revision}`,
        received: told.length === 0 ? 'a valid message' : told.slice(0, MAX_TOLD).join('; '),
      };
      t.judge('wire.schema', told.length === 0, words, message);
    },
  }),
);

/** What answers a batch of ours may be one too. */
const isForbiddenBatch = ({ batched, answers, excused }: ReceivedMessage): boolean =>
  batched && !excused && answers?.batched !== true;

function whatOf({ method, answers }: ReceivedMessage): string {
  if (method !== undefined) return method;
  return answers?.method === undefined ? 'a reply' : `the reply to ${answers.method}`;
}
