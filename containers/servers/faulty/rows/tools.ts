/** Faults in tools: the list, names and schemas, the content of results, and calls of unknown tools. */
import { isObject } from '../../../../adapters/json.js';
import { getMeta, getParams } from '../../honest/message.js';
import { defineFaults, type MessageContext, type Message } from '../fault.js';
import * as f from '../hooks.js';

const list = f.to('tools/list');
const content = (r: Message) => r['content'] as Message[];
const first = (r: Message) => content(r)[0] ?? {};
const text = (value: string) => ({ type: 'text', text: value });

/** Edits the list of tools on its last page. */
const tools = (edit: (tools: Message[], at: MessageContext) => void) =>
  f.result((r, at) => {
    if (Array.isArray(r['tools']) && r['nextCursor'] === undefined) edit(r['tools'] as Message[], at);
  }, list);
const extra = (tool: Message) => tools((all) => void all.push({ inputSchema: { type: 'object' }, ...tool }));
const unknownTool = (at: MessageContext) =>
  at.request?.['method'] === 'tools/call' &&
  !/^test_|^json_|^(structured|echo|sum)$/.test(String(getParams(at.request)['name']));

export const tool = defineFaults({
  'tools-list-not-array': {
    requirement: 'tools.list-answered',
    how: 'The list of tools is an object.',
    message: f.result((r) => void (r['tools'] = {}), list),
  },
  'arguments-wanted': {
    requirement: 'robustness.optional-arguments',
    how: 'Calls and prompts without `arguments` are refused, also where none are required.',
    request: f.refuse(
      (m) =>
        ['tools/call', 'prompts/get'].includes(String(m['method'])) &&
        getParams(m)['arguments'] === undefined,
      -32602,
    ),
  },
  'arguments-refused': {
    requirement: 'robustness.arguments-as-advertised',
    how: 'A call without a fault is refused for its arguments.',
    request: f.refuse(
      (m) => m['method'] === 'tools/call' && getParams(m)['name'] === 'test_simple_text',
      -32602,
    ),
  },
  'progress-unasked-of-plain-tools': {
    requirement: 'progress.only-with-token',
    how: 'A tool that is no fixture reports progress to whom did not ask for it.',
    upstream: 'interleaved',
    transports: ['stdio'],
    scenarios: ['shared/progress/without-token'],
    message: f.before(f.to('tools/call'), (at) =>
      'progressToken' in getMeta(at.request ?? {})
        ? []
        : {
            jsonrpc: '2.0',
            method: 'notifications/progress',
            params: { progressToken: 'mine', progress: 1 },
          },
    ),
  },
  'tools-order-shuffled': {
    requirement: 'tools.list-stable-order',
    how: 'Every other time the tools come in reverse.',
    message: f.result((r, at) => {
      if (f.nth(at, 'list') % 2 === 0) r['tools'] = (r['tools'] as Message[]).toReversed();
    }, list),
  },
  'tools-list-by-connection': {
    requirement: 'tools.list-same-everywhere',
    how: 'The last tool is gone once a tool was called.',
    transports: ['stdio'],
    request: note('tools/call'),
    message: tools((all, { memory }) => void (memory['tools/call'] && all.pop())),
  },
  'tool-name-twice': {
    requirement: 'tools.name-unique',
    how: 'Two tools have the same name.',
    message: tools((all) => void all.push(structuredClone(all[0] ?? {}))),
  },
  'tool-name-long': {
    requirement: 'tools.name-length',
    how: 'A tool has a name of 129 letters.',
    message: extra({ name: 'a'.repeat(129) }),
  },
  'tool-name-space': {
    requirement: 'tools.name-characters',
    how: 'A tool has a space in its name.',
    message: extra({ name: 'two words' }),
  },
  'input-schema-array': {
    requirement: 'tools.input-schema-object',
    how: 'A tool takes an array instead of an object.',
    message: extra({ name: 'takes_array', inputSchema: { type: 'array' } }),
  },
  'input-schema-invalid': {
    requirement: 'tools.schema-valid',
    how: 'The input schema of a tool is no JSON Schema.',
    message: extra({
      name: 'wrong',
      inputSchema: { type: 'object', properties: { x: { type: 'no-such-type' } } },
    }),
  },
  'schema-keywords-stripped': {
    requirement: 'tools.schema-2020-12-kept',
    how: 'Definitions are lost on the way out of the schema.',
    message: f.result((r) => {
      for (const each of r['tools'] as Message[])
        if (isObject(each['inputSchema'])) delete each['inputSchema']['$defs'];
    }, list),
  },
  'header-annotation-space': {
    requirement: 'tools.header-annotation-valid',
    how: 'A parameter is to be mirrored into a header whose name has a space.',
    message: extra({
      name: 'mirrors',
      inputSchema: { type: 'object', properties: { a: { type: 'string', 'x-mcp-header': 'a b' } } },
    }),
  },
  'tool-text-changed': {
    requirement: 'tools.call-text',
    how: 'The text of a tool is shouted.',
    message: f.result(
      (r) => void (first(r)['text'] = String(first(r)['text']).toUpperCase()),
      f.calling('test_simple_text'),
    ),
  },
  'tool-image-corrupt': {
    requirement: 'tools.call-image',
    how: 'An image is no Base64.',
    message: f.result((r) => void (first(r)['data'] = '!!!'), f.calling('test_image_content')),
  },
  'tool-image-empty': {
    requirement: 'tools.call-image',
    how: 'An image has no bytes.',
    message: f.result((r) => void (first(r)['data'] = ''), f.calling('test_image_content')),
  },
  'tool-audio-mime': {
    requirement: 'tools.call-audio',
    how: 'A sound has no media type.',
    message: f.result((r) => void (first(r)['mimeType'] = 'audio'), f.calling('test_audio_content')),
  },
  'tool-resource-without-uri': {
    requirement: 'tools.call-embedded-resource',
    how: 'An embedded resource has no address.',
    message: f.result((r) => {
      const { resource } = first(r);
      if (isObject(resource)) delete resource['uri'];
    }, f.calling('test_embedded_resource')),
  },
  'tool-content-reordered': {
    requirement: 'tools.call-content-order',
    how: 'Content comes in reverse.',
    message: f.result(
      (r) => void (r['content'] = content(r).toReversed()),
      f.calling('test_multiple_content_types'),
    ),
  },
  'tool-content-missing': {
    requirement: 'tools.call-has-content',
    how: 'Calls have no content.',
    message: f.result((r) => delete r['content'], f.to('tools/call')),
  },
  'structured-content-wrong': {
    requirement: 'tools.structured-content-valid',
    how: 'Structured content is not what the output schema says.',
    uncontrolled: 'the right servers have no tool with an output schema',
    request: callStructured({ structuredContent: { n: 'one' }, content: [text('{"n":"one"}')] }),
    message: structured,
  },
  'structured-content-not-text': {
    requirement: 'tools.structured-content-as-text',
    how: 'Structured content is not repeated as text.',
    uncontrolled: 'the right servers have no tool with an output schema',
    request: callStructured({ structuredContent: { n: 1 }, content: [text('see structuredContent')] }),
    message: structured,
  },
  'unknown-tool-result': {
    requirement: 'tools.unknown-is-protocol-error',
    how: 'A tool that is not there fails as if it were.',
    message: f.reply((m, at) => {
      if (!('error' in m)) return m;
      const { error: _, ...rest } = m;
      const typed = at.era === 'modern' ? { resultType: 'complete' } : {};
      return { ...rest, result: { ...typed, content: [text('no such tool')], isError: true } };
    }, unknownTool),
  },
  'unknown-tool-code': {
    requirement: 'tools.unknown-code',
    how: 'A tool that is not there is an internal error.',
    message: f.error((e, at) => void (unknownTool(at) && (e['code'] = -32603))),
  },
  'tool-failure-as-error': {
    requirement: 'tools.failure-in-result',
    how: 'A tool that fails is a protocol error.',
    message: f.reply(
      (m) => ({ jsonrpc: '2.0', id: m['id'], error: { code: -32603, message: 'failed' } }),
      f.calling('test_error_handling'),
    ),
  },
  'input-not-validated': {
    requirement: 'tools.input-validated',
    upstream: 'interleaved',
    how: 'Arguments that do not fit are taken.',
    message: f.reply((m, at) => {
      const wrong = 'error' in m || (isObject(m['result']) && m['result']['isError'] === true);
      return !wrong || unknownTool(at) || f.calling('test_error_handling')(at) ? m : takeAnyway(m, at);
    }, f.to('tools/call')),
  },
  'input-missing-taken': {
    requirement: 'tools.input-validated',
    upstream: 'interleaved',
    how: 'A call without its required arguments is served like any other.',
    message: f.reply(
      takeAnyway,
      (at) => f.to('tools/call')(at) && Object.keys(argumentsOf(at)).length === 0 && !unknownTool(at),
    ),
  },
  'input-bounds-kept-by-nobody': {
    requirement: 'tools.input-validated',
    upstream: 'interleaved',
    uncontrolled: 'what is advertised here is what nobody holds to',
    how: 'A text is advertised to have three characters at most, and longer ones are taken.',
    message: advertised((properties) => void (properties['text'] = { type: 'string', maxLength: 3 })),
  },
  'input-choices-kept-by-nobody': {
    requirement: 'tools.input-validated',
    upstream: 'interleaved',
    uncontrolled: 'what is advertised here is what nobody holds to',
    how: 'A text is advertised to be one of two, and others are taken.',
    message: advertised((properties) => void (properties['text'] = { enum: ['one', 'two'] })),
  },
  'input-unknown-taken': {
    requirement: 'robustness.unknown-arguments',
    // What it takes it does not need.
    spares: ['tools.input-validated'],
    how: 'Arguments that no schema names are dropped, where the schema rules them out.',
    request: f.asked((params) => {
      if (isObject(params['arguments'])) delete params['arguments']['noSuchArgument'];
    }, 'tools/call'),
  },
  'tools-change-silent': {
    requirement: 'tools.list-changed',
    how: 'Nobody is told that the tools changed.',
    message: (m) => (m['method'] === 'notifications/tools/list_changed' ? undefined : m),
  },
});

/** A call that was refused, as if it had been served. */
function takeAnyway(m: Message, at: MessageContext): Message {
  const { error: _, ...rest } = m;
  const typed = at.era === 'modern' ? { resultType: 'complete' } : {};
  return { ...rest, result: { ...typed, content: [text('ok')] } };
}

function argumentsOf({ request }: MessageContext): Message {
  const { arguments: args } = getParams(request ?? {});
  return isObject(args) ? args : {};
}

/** Changes what is said of the arguments of each tool. */
function advertised(edit: (properties: Message) => void) {
  return tools((all) => {
    for (const { inputSchema: schema } of all)
      if (isObject(schema) && isObject(schema['properties']) && 'text' in schema['properties'])
        edit(schema['properties']);
  });
}

/** Remembers that a method was used. */
function note(method: string) {
  return (m: Message, { memory }: MessageContext): Message => {
    if (m['method'] === method) memory[method] = true;
    return m;
  };
}

/** Adds a tool with an output schema, which no fixture has. */
function structured(message: Message, at: MessageContext): Message | readonly Message[] | undefined {
  return f.result((r) => {
    if (f.hasParam(at.request ?? {}, 'cursor')) return;
    (r['tools'] as Message[]).unshift({
      name: 'structured',
      inputSchema: { type: 'object' },
      outputSchema: { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] },
      annotations: { readOnlyHint: true },
    });
  }, list)(message, at);
}

/** Answers calls of that tool. */
function callStructured(fields: Message) {
  return (m: Message, at: MessageContext): Message | undefined => {
    if (m['method'] !== 'tools/call' || getParams(m)['name'] !== 'structured') return m;
    const typed = at.era === 'modern' ? { resultType: 'complete' } : {};
    at.say({ jsonrpc: '2.0', id: m['id'], result: { ...typed, ...fields } });
    return undefined;
  };
}
