/** Requirements on listing tools, on their names and schemas, and on the results of calls. */
import { defineRequirements } from '../requirement.js';
import { listPages } from './pages.js';

/** `server/tools`, and what the schema pages add to it. */
export const tools = defineRequirements({
  'tools.list-answered': {
    level: 'MUST',
    group: 'discovery',
    text: 'A server that declares the tools capability answers tools/list with an array of tools.',
    sources: [
      ...listPages('server/tools#capabilities', '2026-07-28'),
      ...listPages('server/tools#listing-tools', '2024-11-05', '2025-11-25'),
    ],
  },
  'tools.list-stable-order': {
    level: 'SHOULD',
    group: 'discovery',
    text: 'Tools are listed in the same order each time as long as the set does not change.',
    sources: listPages('server/tools#capabilities', '2026-07-28'),
    from: '2026-07-28',
  },
  'tools.list-same-everywhere': {
    level: 'MUST',
    group: 'discovery',
    text: 'The list of tools depends neither on the connection nor on requests that were sent on it before.',
    sources: listPages('server/tools#capabilities', '2026-07-28'),
    from: '2026-07-28',
  },
  'tools.name-unique': {
    level: 'SHOULD',
    group: 'discovery',
    text: 'No two tools of a server have the same name.',
    sources: listPages('server/tools#tool-names', '2025-11-25'),
    from: '2025-11-25',
  },
  'tools.name-length': {
    level: 'SHOULD',
    group: 'discovery',
    text: 'The name of a tool has at least 1 and at most 128 characters.',
    sources: listPages('server/tools#tool-names', '2025-11-25'),
    from: '2025-11-25',
  },
  'tools.name-characters': {
    level: 'SHOULD',
    group: 'discovery',
    text: 'The name of a tool consists of ASCII letters, digits, underscores, hyphens and dots.',
    sources: listPages('server/tools#tool-names', '2025-11-25'),
    from: '2025-11-25',
  },
  'tools.input-schema-object': {
    level: 'MUST',
    group: 'schemas',
    text: 'The input schema of a tool is a JSON Schema object whose type is "object".',
    sources: listPages('server/tools#tool'),
  },
  'tools.schema-valid': {
    level: 'MUST',
    group: 'schemas',
    text: 'Input and output schemas are valid in the dialect that they declare, or in 2020-12 without a declaration.',
    sources: listPages('basic/index#schema-validation', '2025-11-25'),
    from: '2025-11-25',
  },
  'tools.schema-2020-12-kept': {
    level: 'MUST',
    group: 'schemas',
    text: 'Keywords of JSON Schema 2020-12 in an input schema reach the client as they were declared.',
    sources: listPages('basic/index#implementation-requirements', '2025-11-25'),
    from: '2025-11-25',
  },
  'tools.header-annotation-valid': {
    level: 'MUST',
    group: 'schemas',
    text: 'Each x-mcp-header names a header token, once in a schema whatever its case, on a reachable property of type string, integer or boolean.',
    sources: listPages('server/tools#x-mcp-header', '2026-07-28'),
    from: '2026-07-28',
  },
  'tools.call-text': {
    level: 'MUST',
    group: 'tooling',
    text: 'The text that a tool returns reaches the caller unchanged, as content of type text.',
    sources: listPages('server/tools#text-content'),
  },
  'tools.call-image': {
    level: 'MUST',
    group: 'tooling',
    text: 'An image that a tool returns reaches the caller as content of type image with a MIME type and base64 data.',
    sources: listPages('server/tools#image-content'),
  },
  'tools.call-audio': {
    level: 'MUST',
    group: 'tooling',
    text: 'Audio that a tool returns reaches the caller as content of type audio with a MIME type and base64 data.',
    sources: listPages('server/tools#audio-content', '2025-03-26'),
    from: '2025-03-26',
  },
  'tools.call-embedded-resource': {
    level: 'MUST',
    group: 'tooling',
    text: 'A resource embedded in the result of a tool carries its URI and its text or blob.',
    sources: listPages('server/tools#embedded-resources'),
  },
  'tools.call-content-order': {
    level: 'MUST',
    group: 'tooling',
    text: 'A result with content of several types carries each item, in the order of the tool.',
    sources: listPages('server/tools#tool-result'),
  },
  'tools.call-has-content': {
    level: 'MUST',
    group: 'tooling',
    text: 'A successful call is answered with an array of typed content items.',
    sources: listPages('server/tools#calling-tools'),
  },
  'tools.structured-content-valid': {
    level: 'MUST',
    group: 'schemas',
    text: 'A tool that declares an output schema returns structured content that is valid by it.',
    sources: listPages('server/tools#output-schema', '2025-06-18'),
    from: '2025-06-18',
  },
  'tools.structured-content-as-text': {
    level: 'SHOULD',
    group: 'tooling',
    text: 'Structured content is repeated as serialized JSON in a text item.',
    sources: listPages('server/tools#structured-content', '2025-06-18'),
    from: '2025-06-18',
  },
  'tools.unknown-is-protocol-error': {
    level: 'SHOULD',
    group: 'tooling',
    text: 'Calling a tool that does not exist is answered with a JSON-RPC error, not with a result.',
    sources: listPages('server/tools#error-handling'),
  },
  'tools.unknown-code': {
    level: 'SHOULD',
    group: 'tooling',
    text: 'The error for a tool that does not exist has the code -32602.',
    sources: listPages('server/tools#error-handling'),
  },
  'tools.failure-in-result': {
    level: 'SHOULD',
    group: 'tooling',
    text: 'A failure inside a tool is reported in its result, with isError set, and not as a JSON-RPC error.',
    sources: [
      ...listPages('schema#calltoolresult', '2025-06-18'),
      ...listPages('server/tools#error-handling', '2024-11-05', '2025-03-26'),
    ],
  },
  'tools.input-validated': {
    level: 'MUST',
    group: 'security',
    text: 'A call whose arguments violate the input schema of the tool is refused, with an error or in its result.',
    sources: listPages('server/tools#security-considerations'),
  },
  'tools.list-changed': {
    level: 'SHOULD',
    group: 'discovery',
    text: 'A server that declares tools.listChanged announces changes of the list to clients that want to know.',
    sources: listPages('server/tools#list-changed-notification'),
  },
});
