/** Requirements of JSON-RPC 2.0 as MCP uses it: replies, ids, error codes, malformed requests. */
import { listPages } from './mcp/pages.js';
import { defineRequirements } from './requirement.js';

const SPEC = 'https://www.jsonrpc.org/specification';

const responses = [
  ...listPages('basic/index#result-responses', '2025-11-25'),
  ...listPages('basic/index#responses', '2025-03-26', '2025-06-18'),
  '2024-11-05/basic/messages#responses',
  `${SPEC}#response_object`,
] as const;

const errors = [
  ...listPages('basic/index#error-responses', '2025-11-25'),
  ...listPages('basic/index#responses', '2025-03-26', '2025-06-18'),
  '2024-11-05/basic/messages#responses',
  `${SPEC}#error_object`,
] as const;

/** The sentence by which JSON-RPC's error codes bind MCP servers. */
const codes = [
  '2026-07-28/basic/index#error-codes',
  ...listPages('basic/index#messages', '2025-03-26', '2025-11-25'),
  '2024-11-05/basic/messages',
  `${SPEC}#error_object`,
] as const;

/** JSON-RPC 2.0 as MCP uses it; most rows are also MCP sentences and name them first. */
export const jsonrpc = defineRequirements('sentence', {
  'jsonrpc.request-answered': {
    level: 'MUST',
    group: 'transport',
    text: 'Every request is answered, with a result or an error, within the time limit.',
    sources: ['2026-07-28/basic/patterns/index#request-and-response', ...responses],
  },
  'jsonrpc.answered-once': {
    level: 'MUST',
    group: 'transport',
    text: 'A request is answered exactly once, and nothing that was not asked is answered.',
    sources: responses,
  },
  'jsonrpc.id-echoed': {
    level: 'MUST',
    group: 'transport',
    text: 'A reply carries the id of its request, the same in type and value.',
    sources: responses,
  },
  'jsonrpc.server-ids-unique': {
    level: 'MUST',
    group: 'transport',
    text: 'The server uses no id for two of its requests in one session.',
    sources: [
      ...listPages('basic/index#requests', '2025-03-26', '2025-11-25'),
      '2024-11-05/basic/messages#requests',
    ],
    to: '2025-11-25',
  },
  'jsonrpc.version-member': {
    level: 'MUST',
    group: 'transport',
    text: 'A reply names JSON-RPC version "2.0".',
    sources: [
      ...listPages('basic/index#messages', '2025-03-26'),
      '2024-11-05/basic/messages',
      `${SPEC}#response_object`,
    ],
  },
  'jsonrpc.error-not-result': {
    level: 'MUST',
    group: 'transport',
    text: 'A reply has either a result or an error, never both.',
    sources: errors,
  },
  'jsonrpc.error-code-integer': {
    level: 'MUST',
    group: 'transport',
    text: 'The code of an error is an integer.',
    sources: errors,
  },
  'jsonrpc.error-message': {
    level: 'MUST',
    group: 'transport',
    text: 'An error carries a message, as text.',
    sources: errors,
  },
  'jsonrpc.notification-unanswered': {
    level: 'MUST',
    group: 'transport',
    text: 'A notification gets no reply, whether the server knows its method or not.',
    sources: [
      ...listPages('basic/index#notifications', '2025-03-26'),
      '2024-11-05/basic/messages#notifications',
      `${SPEC}#notification`,
    ],
  },
  'jsonrpc.method-not-found': {
    level: 'MUST',
    group: 'transport',
    text: 'A request for a method that the server does not have is answered with the error -32601.',
    sources: codes,
  },
  'jsonrpc.invalid-params': {
    level: 'SHOULD',
    group: 'transport',
    text: 'A request whose parameters lack what its method requires is answered with the error -32602.',
    sources: codes,
  },
  'jsonrpc.invalid-request': {
    level: 'SHOULD',
    group: 'transport',
    text: 'If the server refuses a document that is JSON but no request, the error has the code -32600.',
    sources: codes,
  },
  'jsonrpc.parse-error': {
    level: 'SHOULD',
    group: 'transport',
    text: 'If the server refuses what is no JSON, the error has the code -32700.',
    sources: codes,
  },
  'jsonrpc.malformed-survived': {
    level: 'ROBUSTNESS',
    group: 'transport',
    text: 'After malformed input the server goes on answering requests.',
    sources: [`${SPEC}#error_object`],
  },
  'jsonrpc.batch-received': {
    level: 'MUST',
    group: 'transport',
    text: 'The server accepts a batch, and answers each request in it.',
    sources: ['2025-03-26/basic/index#batching', `${SPEC}#batch`],
    from: '2025-03-26',
    to: '2025-03-26',
  },
  'jsonrpc.batch-survived': {
    level: 'ROBUSTNESS',
    group: 'transport',
    text: 'After a batch the server goes on answering requests, whatever it made of the batch.',
    sources: [`${SPEC}#batch`],
  },
});
