/** Fixture tools that keep the official contract in words, keys and states of their own. */
import { createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { isObject } from '../../../adapters/json.js';
import { RefusalError, type Message, type VariantTool } from './message.js';

const PREFIX = 'test_input_required_result_';
const SECRET = randomBytes(32);

const text = (value: string): Message => ({ content: [{ type: 'text', text: value }] });

const elicit = (field: string, type = 'string'): Message => ({
  method: 'elicitation/create',
  params: {
    mode: 'form',
    message: `Your ${field}, please`,
    requestedSchema: { type: 'object', properties: { [field]: { type } }, required: [field] },
  },
});
const sample: Message = {
  method: 'sampling/createMessage',
  params: { messages: [{ role: 'user', content: { type: 'text', text: 'Greet me' } }], maxTokens: 50 },
};

const demand = (inputRequests: Message, requestState?: string): Message => ({
  resultType: 'input_required',
  inputRequests,
  ...(requestState === undefined ? {} : { requestState }),
});

const tool = (name: string, answer: (given: Message, state: unknown) => Message): VariantTool => ({
  definition: { name: `${PREFIX}${name}`, description: 'Asks first', inputSchema: { type: 'object' } },
  call(_args, _era, { inputResponses = {}, requestState }) {
    if (!isObject(inputResponses)) throw new RefusalError(-32602, 'The input is no map');
    return answer(inputResponses, requestState);
  },
});

const contentOf = (response: unknown): Message =>
  isObject(response) && isObject(response['content']) ? response['content'] : {};

/** A nonce and its seal in hex, which reads the same in any case. */
function seal(nonce = randomBytes(8).toString('hex')): string {
  return nonce + createHmac('sha256', SECRET).update(nonce).digest('hex');
}

function isSealed(state: unknown): boolean {
  if (typeof state !== 'string') return false;
  const given = Buffer.from(state, 'hex');
  const right = Buffer.from(seal(given.subarray(0, 8).toString('hex')), 'hex');
  return given.length === right.length && timingSafeEqual(given, right);
}

/** What the official text leaves open, done in another way than its own server does it. */
export const ownFixtures: readonly VariantTool[] = [
  // The key is a new one in each demand, and comes back as the state.
  tool('elicitation', (given, state) => {
    const { name } = contentOf(given[String(state)]);
    const key = randomUUID();
    return typeof name === 'string' ? text(`Hello, ${name}!`) : demand({ [key]: elicit('name') }, key);
  }),
  tool('list_roots', ({ client_roots: answer }) => {
    const roots = isObject(answer) && Array.isArray(answer['roots']) ? (answer['roots'] as Message[]) : [];
    if (roots.length === 0) return demand({ client_roots: { method: 'roots/list', params: {} } });
    return text(`The first is called ${String(roots[0]?.['name'])}.`);
  }),
  tool('multiple_inputs', (given) =>
    ['name', 'greeting'].every((key) => key in given)
      ? text('All input is there.')
      : demand({ name: elicit('name'), greeting: sample }, seal()),
  ),
  tool('multi_round', (given) => {
    if ('color' in given) return text('Both steps are done.');
    return 'name' in given ? demand({ color: elicit('color') }) : demand({ name: elicit('name') });
  }),
  tool('tampered_state', (given, state) => {
    if (!('confirm' in given)) return demand({ confirm: elicit('ok', 'boolean') }, seal());
    if (!isSealed(state)) throw new RefusalError(-32602, 'The state was altered');
    return text('The state is as it was.');
  }),
];
