/** Faults in resources and prompts: lists, reading, templates, subscriptions, arguments and content. */
import { isObject } from '../../../../adapters/json.js';
import { getParams } from '../../honest/message.js';
import { defineFaults, type MessageContext, type Message } from '../fault.js';
import * as f from '../hooks.js';

const read = f.to('resources/read');
const get = (name: string) => (at: MessageContext) =>
  at.request?.['method'] === 'prompts/get' && getParams(at.request)['name'] === name;
const reading = (pattern: RegExp) => (at: MessageContext) =>
  read(at) && pattern.test(String(getParams(at.request!)['uri']));
const contents = (r: Message) =>
  Array.isArray(r['contents']) ? ((r['contents'] as Message[])[0] ?? {}) : {};
const content = (r: Message, index = 0): Message => {
  const message = (r['messages'] as Message[])[index];
  return message && isObject(message['content']) ? message['content'] : {};
};
/** The content item of one type, wherever in the prompt it stands. */
const typed = (r: Message, type: string): Message =>
  (r['messages'] as Message[]).map((_, index) => content(r, index)).find((c) => c['type'] === type) ?? {};

const note =
  (method: string) =>
  (m: Message, { memory }: MessageContext): Message => {
    if (m['method'] === method) memory[method] = true;
    return m;
  };

/** Resources and prompts. */
export const resources = defineFaults({
  'resources-list-not-array': {
    requirement: 'resources.list-answered',
    how: 'The list of resources is null.',
    message: f.result((r) => void (r['resources'] = null), f.to('resources/list')),
  },
  'resource-uri-relative': {
    requirement: 'resources.uri-valid',
    how: 'A resource has an address without a scheme.',
    message: f.result(
      (r) => void (r['resources'] as Message[]).push({ uri: 'no scheme', name: 'x' }),
      f.to('resources/list'),
    ),
  },
  'resources-list-by-connection': {
    requirement: 'resources.list-same-everywhere',
    how: 'The last resource is gone once one was read.',
    transports: ['stdio'],
    request: note('resources/read'),
    message: f.result(
      (r, { memory }) => void (memory['resources/read'] && (r['resources'] as Message[]).pop()),
      f.to('resources/list'),
    ),
  },
  'resource-read-empty': {
    requirement: 'resources.read-answered',
    how: 'What is read has neither address nor content.',
    message: f.result((r) => void (r['contents'] = [{}]), read),
  },
  'resource-read-internal-error': {
    requirement: 'robustness.no-internal-error',
    scenarios: ['shared/resources/list'],
    how: 'Whatever is read, something went wrong inside.',
    request: f.refuse((m) => m['method'] === 'resources/read', -32603),
  },
  'prompt-get-internal-error': {
    requirement: 'robustness.no-internal-error',
    scenarios: ['shared/prompts/get'],
    how: 'Whatever prompt is asked for, something went wrong inside.',
    request: f.refuse((m) => m['method'] === 'prompts/get', -32603),
  },
  'tool-call-internal-error': {
    requirement: 'robustness.no-internal-error',
    scenarios: ['shared/tools/safe-calls'],
    how: 'Whatever tool is called, something went wrong inside.',
    request: f.refuse((m) => m['method'] === 'tools/call', -32603),
  },
  'resource-text-changed': {
    requirement: 'resources.text-contents',
    how: 'The text of a resource is not the one it has.',
    message: f.result(
      (r) => void (contents(r)['text'] = `${String(contents(r)['text'])}!`),
      reading(/static-text/),
    ),
  },
  'resource-blob-raw': {
    requirement: 'resources.blob-encoded',
    how: 'Binary content is not encoded.',
    message: f.result((r) => void (contents(r)['blob'] = 'not base64 ?'), reading(/static-binary/)),
  },
  'resource-blob-empty': {
    requirement: 'resources.blob-encoded',
    how: 'Binary content has no bytes.',
    message: f.result((r) => void (contents(r)['blob'] = ''), reading(/static-binary/)),
  },
  'template-unbalanced': {
    requirement: 'resources.template-valid',
    how: 'A template has a brace too few.',
    message: f.result(
      (r) => void ((r['resourceTemplates'] as Message[])[0]!['uriTemplate'] = 'test://{id'),
      f.to('resources/templates/list'),
    ),
  },
  'template-read-wrong-uri': {
    requirement: 'resources.template-read',
    how: 'What a template leads to is called by the template.',
    message: f.result((r) => void (contents(r)['uri'] = 'test://template/{id}/data'), reading(/template/)),
  },
  'resource-missing-code-legacy': {
    requirement: 'resources.not-found-code-legacy',
    uncontrolled: 'the upstream SDK answers -32602 in the legacy era',
    how: 'A resource that is not there is an internal error.',
    message: f.error((e, at) => void (read(at) && (e['code'] = -32603))),
  },
  'resource-missing-code': {
    requirement: 'resources.not-found-code',
    how: 'A resource that is not there gets the code of earlier revisions.',
    message: f.error((e, at) => void (read(at) && (e['code'] = -32002))),
  },
  'resource-missing-empty': {
    requirement: 'resources.not-found-not-empty',
    how: 'A resource that is not there is read as nothing.',
    message: f.reply((m) => {
      if (!('error' in m)) return m;
      const result = { resultType: 'complete', contents: [], ttlMs: 0, cacheScope: 'private' };
      return { jsonrpc: '2.0', id: m['id'], result };
    }, read),
  },
  'subscribe-refused': {
    requirement: 'resources.subscribe-answered',
    how: 'Subscribing is declared and refused.',
    request: f.refuse((m) => m['method'] === 'resources/subscribe', -32601),
  },
  'updates-silent': {
    requirement: 'resources.updated-sent',
    how: 'Nobody is told that a resource changed.',
    message: (m) => (m['method'] === 'notifications/resources/updated' ? undefined : m),
  },
  'updates-unasked': {
    requirement: 'resources.updated-only-subscribed',
    how: 'Updates go on after the subscription has ended.',
    transports: ['stdio'],
    message: f.reply((m, at) => {
      const params = { uri: getParams(at.request ?? {})['uri'] };
      return [m, { jsonrpc: '2.0', method: 'notifications/resources/updated', params }];
    }, f.to('resources/unsubscribe')),
  },
  'prompts-list-not-array': {
    requirement: 'prompts.list-answered',
    how: 'The list of prompts is an object.',
    message: f.result((r) => void (r['prompts'] = {}), f.to('prompts/list')),
  },
  'prompts-list-by-connection': {
    requirement: 'prompts.list-same-everywhere',
    how: 'The last prompt is gone once one was used.',
    transports: ['stdio'],
    request: note('prompts/get'),
    message: f.result(
      (r, { memory }) => void (memory['prompts/get'] && (r['prompts'] as Message[]).pop()),
      f.to('prompts/list'),
    ),
  },
  'prompt-role-system': {
    requirement: 'prompts.get-answered',
    how: 'A prompt speaks in a role that nobody defined.',
    message: f.result(
      (r) => void ((r['messages'] as Message[])[0]!['role'] = 'system'),
      get('test_simple_prompt'),
    ),
  },
  'prompt-argument-lost': {
    requirement: 'prompts.arguments-used',
    how: 'The arguments of a prompt are not used.',
    message: f.result((r) => void (content(r)['text'] = 'A prompt.'), get('test_prompt_with_arguments')),
  },
  'prompt-resource-without-mime': {
    requirement: 'prompts.embedded-resource',
    how: 'An embedded resource does not say of what type it is.',
    message: f.result((r) => {
      const { resource } = typed(r, 'resource');
      if (isObject(resource)) delete resource['mimeType'];
    }, get('test_prompt_with_embedded_resource')),
  },
  'prompt-image-corrupt': {
    requirement: 'prompts.image',
    how: 'An image is no Base64.',
    message: f.result((r) => void (typed(r, 'image')['data'] = '%%'), get('test_prompt_with_image')),
  },
  'prompt-image-empty': {
    requirement: 'prompts.image',
    how: 'An image has no bytes.',
    message: f.result((r) => void (typed(r, 'image')['data'] = ''), get('test_prompt_with_image')),
  },
  'prompt-unknown-code': {
    requirement: 'prompts.unknown-code',
    how: 'A prompt that is not there is an internal error.',
    message: f.error((e, at) => {
      if (
        at.request?.['method'] === 'prompts/get' &&
        !String(getParams(at.request)['name']).startsWith('test_')
      )
        e['code'] = -32603;
    }),
  },
  'prompt-argument-code': {
    requirement: 'prompts.missing-argument-code',
    how: 'A missing argument gets a code of its own.',
    message: f.error((e, at) => void (get('test_prompt_with_arguments')(at) && (e['code'] = -32000))),
  },
  'prompts-change-silent': {
    requirement: 'prompts.list-changed',
    how: 'Nobody is told that the prompts changed.',
    message: (m) => (m['method'] === 'notifications/prompts/list_changed' ? undefined : m),
  },
});
