/** U+FFFD in what a server sends: text that was decoded wrongly. */
import { defineObserver } from '../observer.js';

const RULE = 'robustness.no-replacement-characters';
const SIGN = '\uFFFD';
/** Values of one result that are looked at. */
const MAX_VALUES = 20_000;
/** What a server says of itself and of what it has. What a tool gives back may hold anything that is in a file. */
const JUDGED: readonly string[] = [
  'initialize',
  'server/discover',
  'tools/list',
  'prompts/list',
  'resources/list',
  'resources/templates/list',
];

export default defineObserver(
  { title: 'Names and descriptions were decoded rightly', requirements: [RULE] },
  () => ({
    received(message, t) {
      const { answers, isError } = message;
      if (answers?.right !== true || isError || !JUDGED.includes(answers.method ?? '')) return;
      const at = whereIs(message.document);
      const words = {
        expected: 'text without U+FFFD',
        received: at === undefined ? 'none' : `U+FFFD at ${at}`,
      };
      t.judge(RULE, at === undefined, words, message);
    },
  }),
);

/** The pointer of the first text that holds the sign. */
function whereIs(document: object): string | undefined {
  let left = MAX_VALUES;
  const open: { value: unknown; pointer: string }[] = [{ value: document, pointer: '' }];
  for (let next = open.pop(); next !== undefined && left > 0; next = open.pop(), left--) {
    const { value, pointer } = next;
    if (typeof value === 'string' && value.includes(SIGN)) return pointer;
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, child] of Object.entries(value))
      if (open.length < MAX_VALUES) open.push({ value: child, pointer: `${pointer}/${key.slice(0, 100)}` });
  }
  return undefined;
}
