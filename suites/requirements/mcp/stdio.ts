/** Requirements of the stdio transport: one message a line, UTF-8, exit at the end of input. */
import { defineRequirements } from '../requirement.js';

const stdio = { transports: ['stdio'], group: 'transport' } as const;

/** The sentences stand before the first heading of the modern page, which has no anchor there. */
const BINDING = [
  '2026-07-28/basic/transports/stdio',
  '2025-11-25/basic/transports#stdio',
  '2025-06-18/basic/transports#stdio',
  '2025-03-26/basic/transports#stdio',
  '2024-11-05/basic/transports#stdio',
] as const;

/** Framing and process lifecycle of the stdio binding, as far as they bind the server. */
export const stdioBinding = defineRequirements('sentence', {
  'stdio.stdout-only-messages': {
    ...stdio,
    level: 'MUST',
    text: 'The server writes nothing to stdout that is not an MCP message.',
    sources: BINDING,
  },
  'stdio.one-line-per-message': {
    ...stdio,
    level: 'MUST',
    text: 'A message of the server is one line: it holds no line break inside, and a newline ends it.',
    sources: BINDING,
  },
  'stdio.newline-framing': {
    ...stdio,
    level: 'MUST',
    text: 'The server finds messages by their newline alone, however the bytes are grouped into writes.',
    sources: BINDING,
  },
  'stdio.utf8': {
    ...stdio,
    level: 'MUST',
    text: 'The server reads and writes messages as UTF-8.',
    sources: [
      '2026-07-28/basic/transports/index#messages',
      '2025-11-25/basic/transports',
      '2025-06-18/basic/transports',
      '2025-03-26/basic/transports',
    ],
    from: '2025-03-26',
  },
  'stdio.no-server-requests': {
    ...stdio,
    level: 'MUST',
    text: 'The server writes no JSON-RPC request to stdout; what it needs of the client stands in its results.',
    sources: ['2026-07-28/basic/transports/stdio#receiving-messages'],
    from: '2026-07-28',
  },
  'stdio.exits-at-end-of-input': {
    ...stdio,
    level: 'SHOULD',
    text: 'The server exits promptly (within 2 s) once its standard input is closed.',
    sources: ['2026-07-28/basic/transports/stdio#shutdown'],
    from: '2026-07-28',
  },
});
