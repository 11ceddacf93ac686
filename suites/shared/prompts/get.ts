import { defineScenario } from '../../scenario.js';
import { judgeOffered, readList, NOTHING_OFFERED, hasSucceeded } from '../../support/tool-calls.js';
import { isObject } from '../../../adapters/json.js';
import { isEmpty } from '../../support/values.js';

const FIXTURE = 'test_simple_prompt';
/** Prompts are asked for as evidence, not for completeness. */
const MAX_GETS = 5;

export default defineScenario(
  {
    title: 'A prompt without required arguments gives messages',
    requirements: ['prompts.get-answered', 'robustness.no-internal-error'],
    needs: { capabilities: ['prompts'] },
  },
  async (t) => {
    const session = await t.session();
    const { items } = await readList(session, 'prompts/list');
    const simple = items.filter(({ value }) => !requiresArguments(value['arguments'])).slice(0, MAX_GETS);
    let judged = 0;
    for (const { value } of simple) {
      const reply = await session.request('prompts/get', { name: value['name'] }).reply();
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
      if (value['name'] === FIXTURE) t.observe('messages', reply.at('/result/messages'));
    }
    if (judged === 0)
      t.notVerified(
        'prompts.get-answered',
        'offer a prompt that can be got without arguments and is not empty',
      );
    if (simple.length === 0) t.notApplicable('robustness.no-internal-error', NOTHING_OFFERED);
  },
);

const requiresArguments = (args: unknown): boolean =>
  Array.isArray(args) && args.some((argument) => isObject(argument) && argument['required'] === true);

const isMessage = (message: unknown): boolean =>
  isObject(message) &&
  (message['role'] === 'user' || message['role'] === 'assistant') &&
  isObject(message['content']) &&
  typeof message['content']['type'] === 'string';
