import { withClient } from '../support/grpc-client.js';
import { bindToGoogle } from '../support/grpc-google.js';
import { countKinds, findUnder, readAllTyped } from '../support/google-typed.js';
import { isObject } from '../../adapters/json.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENTS = [
  'google.content-of-one-kind',
  'google.prompt-message-of-one-kind',
  'google.contents-of-one-kind',
  'google.priority-in-range',
  'google.result-type-set',
  'robustness.google-blobs-alike',
] as const;
const [CONTENT, MESSAGE, CONTENTS, PRIORITY, TYPE, BLOBS] = REQUIREMENTS;
const KINDS = ['text', 'image', 'audio', 'embeddedResource', 'resourceLink'];
const RESULT_TYPES: readonly unknown[] = ['RESULT_TYPE_COMPLETE', 'RESULT_TYPE_INPUT_REQUIRED'];
const MODERN = '2026-07-28';

/** Octets of a picture or a sound are never all of the letters of Base64. */
const isBase64Text = (octets: string): boolean =>
  /^[A-Za-z0-9+/]+={0,2}$/.test(Buffer.from(octets, 'base64').toString('latin1'));

export default bindToGoogle(
  defineBindingScenario(
    'grpc',
    {
      title: 'Messages have what their comments ask for',
      requirements: REQUIREMENTS,
      isolation: 'shared',
    },
    (t) =>
      withClient(t, REQUIREMENTS, async (client) => {
        const forms = new Set<boolean>();
        const seenAny = new Set<(typeof REQUIREMENTS)[number]>();
        const judge: typeof t.satisfies = (id, ...rest) => {
          seenAny.add(id);
          return t.satisfies(id, ...rest);
        };
        for (const { method, typed, seen } of await readAllTyped(client, await t.safeCalls())) {
          if (t.revision >= MODERN) {
            const { common } = typed;
            const type = isObject(common) ? common['resultType'] : undefined;
            judge(
              TYPE,
              seen,
              () => RESULT_TYPES.includes(type),
              `a result_type in the response to ${method}`,
            );
          }
          for (const item of method === 'tools/call' ? findUnder(typed, ['content']) : [])
            judge(CONTENT, seen, () => countKinds(item, KINDS) <= 1, 'content of one kind at most');
          for (const item of method === 'prompts/get' ? findUnder(typed, ['messages']) : [])
            judge(MESSAGE, seen, () => countKinds(item, KINDS) === 1, 'messages with content of one kind');
          const under = method === 'resources/read' ? ['resource'] : ['contents'];
          for (const item of findUnder(typed, under))
            judge(CONTENTS, seen, () => countKinds(item, ['text', 'blob']) <= 1, 'text or a blob');
          for (const { priority } of findUnder(typed, ['annotations']))
            if (priority !== undefined)
              judge(
                PRIORITY,
                seen,
                () => Number(priority) >= 0 && Number(priority) <= 1,
                'a priority from 0 to 1',
              );
          for (const { data, blob, mimeType } of findUnder(typed, ['image', 'audio', ...under])) {
            const octets = data ?? blob;
            if (typeof octets !== 'string' || octets === '' || !/^(image|audio)\//.test(String(mimeType)))
              continue;
            forms.add(isBase64Text(octets));
            judge(BLOBS, seen, () => forms.size === 1, 'bytes in the form of all others');
          }
        }
        for (const id of REQUIREMENTS)
          if (!seenAny.has(id) && (id !== TYPE || t.revision >= MODERN))
            t.notApplicable(id, 'no message of the server has what this is about');
      }),
  ),
);
