/** Credentials of this run stay with the server: none comes back in what it says. */
import { defineObserver, type ObserverContext, type SpokenMessage } from '../observer.js';
import { isLog } from '../support/logging.js';

const LOGGED = 'logging.no-credentials';
const TOLD = 'robustness.credentials-kept';
/** Values of one message that are looked at. */
const MAX_VALUES = 20_000;
/** Characters of a name that is shown: half a secret would not be known as one. */
const MAX_NAME = 100;

export default defineObserver(
  { title: 'The server tells nobody the credentials that it was given', requirements: [LOGGED, TOLD] },
  () => {
    /** A credential stood in what we said: whoever repeats it tells us nothing. */
    let isSaid = false;
    return {
      sent(message, t) {
        isSaid ||= t.hasCredentials && whereIs(message, t) !== undefined;
      },

      received(message, t) {
        if (!t.hasCredentials || isSaid) return;
        const at = whereIs(message, t);
        const words = {
          expected: 'no credential that was given for this run',
          received: at === undefined ? 'none' : `one at ${at}`,
        };
        t.judge(isLog(message) ? LOGGED : TOLD, at === undefined, words, message);
      },
    };
  },
);

/** The pointer of the first text that holds one, as a name or as a value. */
function whereIs({ document }: SpokenMessage, t: ObserverContext): string | undefined {
  let left = MAX_VALUES;
  const open: { value: unknown; pointer: string }[] = [{ value: document, pointer: '' }];
  for (let next = open.pop(); next !== undefined && left > 0; next = open.pop(), left--) {
    const { value, pointer } = next;
    if (typeof value === 'string' && t.isCredentialIn(value)) return pointer;
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, child] of Object.entries(value)) {
      if (t.isCredentialIn(key)) return `a name in ${pointer === '' ? 'the message' : pointer}`;
      if (open.length < MAX_VALUES)
        open.push({ value: child, pointer: `${pointer}/${key.length > MAX_NAME ? '…' : key}` });
    }
  }
  return undefined;
}
