/** Names of keys in `_meta`, trace context and identifiers of extensions. */
import { isObject, type Json } from '../../adapters/json.js';
import { defineObserver, type ObserverContext, type ReceivedMessage } from '../observer.js';

/** Values of one message that are looked at, and how deep. */
const MAX_VALUES = 5_000;
const MAX_DEPTH = 12;
/** What stands there is not MCP's to name. */
const FOREIGN: readonly string[] = [
  'structuredContent',
  'inputSchema',
  'outputSchema',
  'requestedSchema',
  'arguments',
  'data',
  'experimental',
  'extensions',
  'requestState',
];

const LABEL = '[A-Za-z](?:[A-Za-z0-9-]*[A-Za-z0-9])?';
const NAME = '[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?';
const PREFIX = `${LABEL}(?:\\.${LABEL})*/`;
const KEY = new RegExp(`^(?:${PREFIX})?(?:${NAME})?$`);
const IDENTIFIER = new RegExp(`^${PREFIX}${NAME}$`);
/** Longer ones are none that a regular expression should look at. */
const MAX_KEY = 1_000;

/** W3C Trace Context and Baggage, as far as a form decides. */
const TRACE: Readonly<Record<string, RegExp>> = {
  traceparent: /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-.*)?$/,
  tracestate: /^[^=,]+=[^=,]*(?:,[^=,]*(?:=[^=,]*)?)*$/,
  baggage: /^[^=,;]+=[^,]*(?:,[^=,;]+=[^,]*)*$/,
};

const EXTENSIONS = '/result/capabilities/extensions';

type Rules = 'base.meta-key-names' | 'base.trace-context-format' | 'base.extension-identifiers';

export default defineObserver(
  {
    title: 'Keys in _meta and identifiers of extensions have the form that they must have',
    requirements: ['base.meta-key-names', 'base.trace-context-format', 'base.extension-identifiers'],
    revisions: { from: '2025-06-18' },
  },
  () => ({
    received(message, t: ObserverContext<Rules>) {
      if (!message.ofRevision) return;
      for (const { meta, pointer } of metasOf(message.document)) {
        for (const key of Object.keys(meta)) {
          const words = {
            expected: 'keys in _meta that are names, with or without a prefix',
            received: `${key.slice(0, 200)} at ${pointer}`,
          };
          t.judge('base.meta-key-names', isKey(key), words, message);
        }
        if (t.era === 'modern') judgeTrace(t, message, meta, pointer);
      }
      const extensions = message.at(EXTENSIONS);
      if (t.era !== 'modern' || !isObject(extensions.value)) return;
      for (const key of Object.keys(extensions.value)) {
        const words = {
          expected: 'extensions under identifiers with a prefix',
          received: `${key.slice(0, 200)} at ${EXTENSIONS}`,
        };
        t.judge('base.extension-identifiers', key.length <= MAX_KEY && IDENTIFIER.test(key), words, message);
      }
    },
  }),
);

const isKey = (key: string): boolean => key.length <= MAX_KEY && KEY.test(key);

function judgeTrace(t: ObserverContext<Rules>, message: ReceivedMessage, meta: Json, pointer: string): void {
  for (const [name, form] of Object.entries(TRACE)) {
    if (!Object.hasOwn(meta, name)) continue;
    t.satisfies(
      'base.trace-context-format',
      message.at(`${pointer}/${name}`),
      (value) => typeof value === 'string' && value.length <= MAX_KEY * 10 && form.test(value),
      `a ${name} as W3C has it`,
    );
  }
}

/** Every `_meta` of a message, with its pointer. */
function* metasOf(document: Json): Generator<{ meta: Json; pointer: string }> {
  let left = MAX_VALUES;
  const open: { value: unknown; pointer: string; depth: number }[] = [
    { value: document, pointer: '', depth: 0 },
  ];
  for (let next = open.pop(); next !== undefined && left > 0; next = open.pop(), left--) {
    const { value, pointer, depth } = next;
    if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) continue;
    for (const [key, child] of Object.entries(value)) {
      const at = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      if (key === '_meta') {
        if (isObject(child)) yield { meta: child, pointer: at };
      } else if (typeof child === 'object' && !FOREIGN.includes(key) && open.length < MAX_VALUES)
        open.push({ value: child, pointer: at, depth: depth + 1 });
    }
  }
}
