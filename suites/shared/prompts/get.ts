import type { Reply } from '../../session.js';
import { defineScenario } from '../../scenario.js';
import { askOwned, judgeOffered, readList, NOTHING_OFFERED, hasSucceeded } from '../../support/tool-calls.js';
import { isObject } from '../../../adapters/json.js';
import { isContents, isEmpty, isMedia } from '../../support/values.js';
import { judgeOptional, MAX_BOTH_WAYS, OPTIONAL } from '../../support/optional-arguments.js';

const FIXTURE = 'test_simple_prompt';
/** Prompts are asked for as evidence, not for completeness. */
const MAX_GETS = 5;

export default defineScenario(
  {
    title: 'A prompt without required arguments gives messages',
    requirements: [
      'prompts.get-answered',
      'prompts.image',
      'prompts.embedded-resource',
      'robustness.no-internal-error',
      OPTIONAL,
    ],
    needs: { capabilities: ['prompts'] },
  },
  async (t) => {
    const session = await t.session();
    const { items } = await readList(session, 'prompts/list');
    const named = items.filter(({ value }) => typeof value['name'] === 'string');
    const simple = named.filter(({ value }) => !requiresArguments(value['arguments'])).slice(0, MAX_GETS);
    let [judged, bothWays, images, embedded] = [0, 0, 0, 0];
    for (const { value } of simple) {
      const { name } = value;
      const first = await ask({ name });
      if (first === undefined) continue;
      if (bothWays < MAX_BOTH_WAYS) {
        const asked = { method: 'prompts/get', name, reply: first, with: 'none' } as const;
        if (await judgeOptional(t, session, asked)) bothWays += 1;
      }
      // What wants to see the member is a finding of its own, and still gives its messages.
      const reply = first.isError ? ((await ask({ name, arguments: {} })) ?? first) : first;
      judgeOffered(t, reply);
      // What a prompt needs beyond its arguments may be missing; the fixture needs nothing.
      const empty = isEmpty(reply.result?.['messages']);
      if ((!hasSucceeded(reply.result) || empty) && value['name'] !== FIXTURE) continue;
      judged += 1;
      t.satisfies(
        'prompts.get-answered',
        reply.at('/result/messages'),
        (messages) => Array.isArray(messages) && messages.every(isMessage),
        'messages, each with the role user or assistant and typed content',
      );
      judgeContents(reply);
      if (value['name'] === FIXTURE) t.observe('messages', reply.at('/result/messages'));
    }
    const none = `none of the ${simple.length} prompts that require no arguments`;
    if (simple.length === 0) {
      // What arguments a prompt takes is known to its author alone.
      t.notApplicable('prompts.get-answered', 'each prompt that is listed requires arguments');
      t.notApplicable('robustness.no-internal-error', NOTHING_OFFERED);
    } else if (judged === 0) {
      t.notVerified(
        'prompts.get-answered',
        'answer one of its prompts that require no arguments with messages',
      );
    }
    if (bothWays === 0) t.notApplicable(OPTIONAL, `${none} gave messages`);
    if (images === 0) t.notApplicable('prompts.image', `${none} holds an image`);
    if (embedded === 0) t.notApplicable('prompts.embedded-resource', `${none} holds an embedded resource`);

    /** A prompt may take longer than we wait, which is its right. */
    function ask(params: object): Promise<Reply | undefined> {
      return askOwned(session, 'prompts/get', params);
    }

    function judgeContents(reply: Reply): void {
      const messages = reply.result?.['messages'];
      if (!Array.isArray(messages)) return;
      for (const [index, message] of messages.entries()) {
        const content: unknown = isObject(message) ? message['content'] : undefined;
        if (!isObject(content)) continue;
        const at = reply.at(`/result/messages/${index}/content`);
        if (content['type'] === 'image') {
          images += 1;
          t.satisfies('prompts.image', at, (item) => isMedia(item, 'image'), 'base64 data of the MIME type');
        } else if (content['type'] === 'resource') {
          embedded += 1;
          const isRight = (item: unknown) => isObject(item) && isContents(item['resource']);
          t.satisfies('prompts.embedded-resource', at, isRight, 'a URI and either text or a base64 blob');
        }
      }
    }
  },
);

const requiresArguments = (args: unknown): boolean =>
  Array.isArray(args) && args.some((argument) => isObject(argument) && argument['required'] === true);

const isMessage = (message: unknown): boolean =>
  isObject(message) &&
  (message['role'] === 'user' || message['role'] === 'assistant') &&
  isObject(message['content']) &&
  typeof message['content']['type'] === 'string';
