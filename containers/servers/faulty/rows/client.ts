/** Faults in sampling and elicitation: what a server asks of its client, and what it does with the answer. */
import { isObject } from '../../../../adapters/json.js';
import { getParams } from '../../honest/message.js';
import { defineFaults, type Message } from '../fault.js';
import * as f from '../hooks.js';

/** Edits the params of what the client is asked, as a request of the server or embedded in a result. */
function asking(method: string, edit: (params: Message) => void) {
  return (message: Message): Message => {
    const copy = structuredClone(message);
    const { inputRequests } = isObject(copy['result']) ? copy['result'] : {};
    const embedded = isObject(inputRequests) ? Object.values(inputRequests).filter(isObject) : [];
    for (const request of [copy, ...embedded]) {
      if (request['method'] === method) edit(getParams(request));
    }
    return copy;
  };
}

const properties = (params: Message): Message => {
  const schema = params['requestedSchema'];
  return isObject(schema) && isObject(schema['properties']) ? schema['properties'] : {};
};
const say = (said: string) =>
  f.result((r) => {
    if (Array.isArray(r['content'])) r['content'] = [{ type: 'text', text: said }];
  }, f.to('tools/call'));

const USE = { type: 'tool_use', id: 'a', name: 'add', input: {} };
const resultOf = (toolUseId: string): Message => ({
  type: 'tool_result',
  toolUseId,
  content: [{ type: 'text', text: '3' }],
});

/** The client is to sample from a use of a tool, and what follows it. */
const samplingAfterUse = (content: Message | Message[]) => ({
  uncontrolled: 'no right server has tool results sampled from by a client without sampling.tools',
  scenarios: ['shared/sampling/any-request', 'shared/input-required/sampling'],
  message: asking('sampling/createMessage', (params) => {
    params['messages'] = [
      { role: 'assistant', content: USE },
      { role: 'user', content },
    ];
  }),
});

/** What servers ask of their clients: sampling and elicitation. */
export const client = defineFaults({
  'sampling-undeclared': {
    requirement: 'client.only-negotiated-requests',
    how: 'The client is asked to sample although it cannot.',
    message: f.before(f.to('tools/call'), sample),
  },
  'sampling-undeclared-early': {
    requirement: 'client.only-negotiated-requests-early',
    how: 'The client is asked to sample although it cannot.',
    message: f.before(f.to('tools/call'), sample),
  },
  'sampling-without-tokens': {
    requirement: 'sampling.request-complete',
    how: 'A sample is asked for without a limit.',
    message: asking('sampling/createMessage', (params) => delete params['maxTokens']),
  },
  'sampling-answer-ignored': {
    requirement: 'sampling.answer-used',
    how: 'What the client sampled is not used.',
    message: say('LLM response: canned'),
  },
  'sampling-tools-offered': {
    requirement: 'sampling.tools-only-declared',
    how: 'Tools are offered to a client that did not say it can use them.',
    message: asking('sampling/createMessage', (params) => {
      params['tools'] = [{ name: 'a', inputSchema: { type: 'object' } }];
    }),
  },
  'sampling-context-asked': {
    requirement: 'sampling.context-only-declared',
    how: 'The context of all servers is asked for of a client that did not say it can give it.',
    message: asking('sampling/createMessage', (params) => (params['includeContext'] = 'allServers')),
  },
  'sampling-results-mixed': {
    requirement: 'sampling.tool-results-alone',
    how: 'The client is to sample from a message with a text beside a tool result.',
    ...samplingAfterUse([resultOf('a'), { type: 'text', text: 'and this' }]),
  },
  'sampling-use-unanswered': {
    requirement: 'sampling.tool-use-balanced',
    how: 'The client is to sample from a use of a tool that is followed by the result of another.',
    ...samplingAfterUse(resultOf('b')),
  },
  'sampling-refusal-unheard': {
    requirement: 'sampling.refusal-survived',
    how: 'A client that refuses to sample is waited for.',
    request: (m) => ('error' in m ? undefined : m),
  },
  'elicitation-without-message': {
    requirement: 'elicitation.request-complete',
    how: 'The person is asked without a word.',
    message: asking('elicitation/create', (params) => delete params['message']),
  },
  'elicitation-nested': {
    requirement: 'elicitation.schema-flat',
    how: 'The person is asked for an object within the form.',
    message: asking('elicitation/create', (params) => {
      properties(params)['nested'] = { type: 'object', properties: {} };
    }),
  },
  'elicitation-url': {
    requirement: 'elicitation.mode-declared',
    how: 'The person is sent to a page by a client that cannot.',
    message: asking('elicitation/create', (params) => {
      params['mode'] = 'url';
      params['url'] = 'https://example.com/';
      params['elicitationId'] = 'x';
    }),
  },
  'elicitation-answer-ignored': {
    requirement: 'elicitation.answer-used',
    how: 'What the person said is not used.',
    message: say('User response: action=accept, content={}'),
  },
  'elicitation-decline-ignored': {
    requirement: 'elicitation.refusal-handled',
    how: 'No is taken for yes.',
    request: (m) => {
      const { result: answer } = m;
      if (!isObject(answer) || !['decline', 'cancel'].includes(String(answer['action']))) return m;
      return { ...m, result: { action: 'accept', content: { response: 'yes' } } };
    },
  },
  'elicitation-defaults-stripped': {
    requirement: 'elicitation.defaults-kept',
    how: 'Defaults are lost.',
    message: asking('elicitation/create', (params) => {
      for (const property of Object.values(properties(params)))
        if (isObject(property)) delete property['default'];
    }),
  },
  'elicitation-choices-stripped': {
    requirement: 'elicitation.choices-kept',
    how: 'Choices are lost.',
    message: asking('elicitation/create', (params) => {
      for (const property of Object.values(properties(params))) {
        if (!isObject(property)) continue;
        delete property['oneOf'];
        delete property['enum'];
        delete property['items'];
      }
    }),
  },
});

function sample(): Message {
  const params = { messages: [{ role: 'user', content: { type: 'text', text: 'hi' } }], maxTokens: 10 };
  return { jsonrpc: '2.0', id: 'undeclared', method: 'sampling/createMessage', params };
}
