/** Faults in what becomes of documents that are no requests: garbage and batches. */
import { isId } from '../../honest/message.js';
import { defineFaults, type Message } from '../fault.js';
import * as f from '../hooks.js';
import { die, isBatch, isJson } from './stdio-hooks.js';

const answerAll = 'poisoned';

/** A batch, as what becomes of its first request; whatever else was written passes. */
const asFirstOfBatch =
  (change: (first: Message | undefined) => unknown) =>
  (line: Buffer): Buffer =>
    isBatch(line)
      ? Buffer.from(JSON.stringify(change((JSON.parse(line.toString()) as Message[]).find(f.isRequest))))
      : line;

/** What is no JSON, no request, or several requests at once. */
export const garbage = defineFaults({
  'invalid-request-code': {
    requirement: 'jsonrpc.invalid-request',
    how: 'What is no request is answered with the code -32000.',
    request: (m, at) => {
      if (typeof m['method'] === 'string' || 'result' in m || 'error' in m) return m;
      const id = isId(m['id']) ? m['id'] : null;
      at.say({ jsonrpc: '2.0', id, error: { code: -32000, message: 'Bad' } });
      return undefined;
    },
  },
  'parse-error-code': {
    requirement: 'jsonrpc.parse-error',
    how: 'What is no JSON is answered as an invalid request.',
    transports: ['streamable-http'],
    http: {
      response: (answer, { document }) => {
        if (document !== undefined || !answer.body) return;
        answer.body = answer.body.replace('-32700', '-32600');
      },
    },
  },
  'dies-of-garbage': {
    requirement: 'jsonrpc.malformed-survived',
    how: 'Once something was no JSON, every request is answered with an internal error.',
    transports: ['stdio'],
    stdio: {
      line: (line, memory) => {
        if (!isJson(line)) memory[answerAll] = true;
        return line;
      },
    },
    request: f.refuse((_, { memory }) => memory[answerAll] === true, -32603),
  },
  'batch-refused': {
    requirement: 'jsonrpc.batch-received',
    upstream: 'tools-only',
    how: 'A batch is answered as if it were its first request, and that unknown.',
    revisions: ['2025-03-26'],
    transports: ['stdio'],
    stdio: {
      line: asFirstOfBatch((first) => ({ ...first, method: 'unknown/batch' })),
    },
  },
  'batch-first-only': {
    requirement: 'jsonrpc.batch-received',
    // What is not answered was asked in that batch.
    spares: ['jsonrpc.answered-once'],
    upstream: 'tools-only',
    how: 'Of a batch only the first request is served.',
    revisions: ['2025-03-26'],
    transports: ['stdio'],
    stdio: {
      line: asFirstOfBatch((first) => [first]),
    },
  },
  'batch-kills': {
    requirement: 'jsonrpc.batch-survived',
    how: 'After a batch every request is answered with an internal error.',
    transports: ['stdio'],
    stdio: {
      line: (line, memory) => {
        if (isBatch(line)) memory[answerAll] = true;
        return line;
      },
    },
    request: f.refuse((_, { memory }) => memory[answerAll] === true, -32603),
  },
  'garbage-ends-it': {
    requirement: 'jsonrpc.malformed-survived',
    spares: ['jsonrpc.request-answered'],
    how: 'Something that is no JSON ends the process.',
    transports: ['stdio'],
    stdio: { line: (line) => (isJson(line) ? line : die()) },
  },
  'batch-ends-it': {
    requirement: 'jsonrpc.batch-survived',
    // No client may send one at this revision.
    spares: ['jsonrpc.request-answered'],
    how: 'A batch ends the process.',
    transports: ['stdio'],
    stdio: { line: (line) => (isBatch(line) ? die() : line) },
  },
});
