import { requirements } from './requirement.js';

const SPEC = 'https://www.jsonrpc.org/specification';

/** JSON-RPC 2.0 as MCP uses it; most rows are also MCP sentences and name them first. */
export const jsonrpc = requirements({
  'jsonrpc.request-answered': {
    level: 'MUST',
    group: 'transport',
    text: 'Every request is answered, with a result or an error, within the time limit.',
    sources: [
      '2026-07-28/basic/patterns#request-and-response',
      '2025-11-25/basic#responses',
      `${SPEC}#response_object`,
    ],
  },
  'jsonrpc.answered-once': {
    level: 'MUST',
    group: 'transport',
    text: 'A request is answered exactly once, and nothing that was not asked is answered.',
    sources: ['2026-07-28/basic#responses', '2025-11-25/basic#responses', `${SPEC}#response_object`],
  },
});
