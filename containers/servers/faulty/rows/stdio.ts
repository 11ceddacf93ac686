/** Faults over stdio: noise on stdout, framing by lines, text encoding, and the end of the process. */
import { META, getMeta } from '../../honest/message.js';
import { defineFaults, type Message } from '../fault.js';
import * as f from '../hooks.js';
import { die, isJson } from './stdio-hooks.js';

/** Milliseconds before a request is looked at: longer than a client takes to end the input after it. */
const HESITATION = 300;

const compact = (message: unknown) => `${JSON.stringify(message)}\n`;

/** Framing, process and streams. */
export const stdio = defineFaults({
  'stdio-banner-on-stdout': {
    requirement: 'stdio.stdout-only-messages',
    how: 'A greeting is printed to stdout.',
    stdio: { start: 'Listening on stdio…\n' },
  },
  'stdio-log-on-stdout': {
    requirement: 'stdio.stdout-only-messages',
    how: 'Each message of the client is logged to stdout.',
    stdio: { output: (message) => `got a request\n${compact(message)}` },
  },
  'stdio-json-log-on-stdout': {
    requirement: 'stdio.stdout-only-messages',
    how: 'A logger prints its lines to stdout as JSON.',
    stdio: { output: (message) => `${compact({ level: 30, msg: 'got a request' })}${compact(message)}` },
  },
  'stdio-pretty-printed': {
    requirement: 'stdio.one-line-per-message',
    how: 'Errors are printed over several lines.',
    stdio: {
      output: (message) =>
        'error' in (message as Message) ? `${JSON.stringify(message, null, 2)}\n` : compact(message),
    },
  },
  'stdio-last-without-newline': {
    requirement: 'stdio.one-line-per-message',
    how: 'The last message is not ended by a newline.',
    stdio: {
      last: '{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":"bye"}}',
    },
  },
  'stdio-chunk-is-message': {
    requirement: 'stdio.newline-framing',
    how: 'What is read without its newline is forgotten.',
    stdio: { chunk: (chunk) => (chunk.at(-1) === 10 ? chunk : Buffer.alloc(0)) },
  },
  'stdio-first-line-of-chunk': {
    requirement: 'stdio.newline-framing',
    how: 'Of three or more messages that are read at once only the first two count.',
    stdio: {
      chunk: (chunk) => {
        const lines = chunk.toString('latin1').split('\n');
        return lines.length > 3 ? Buffer.from(`${lines.slice(0, 2).join('\n')}\n`, 'latin1') : chunk;
      },
    },
  },
  'stdio-latin1-output': {
    requirement: 'stdio.utf8',
    how: 'Messages are written in Latin-1.',
    stdio: { output: (message) => Buffer.from(compact(message), 'latin1') },
  },
  'stdio-latin1-input': {
    requirement: 'stdio.utf8',
    how: 'Messages are read as Latin-1.',
    stdio: { line: (line) => Buffer.from(line.toString('latin1')) },
  },
  'stdio-asks-on-stdout': {
    requirement: 'stdio.no-server-requests',
    how: 'Before each reply the client is asked for its roots.',
    message: f.before(f.notOpening, () => ({ jsonrpc: '2.0', id: 'asked', method: 'roots/list' })),
  },
  'stdio-ignores-end': {
    requirement: 'stdio.exits-at-end-of-input',
    how: 'The end of the input changes nothing.',
    stdio: { end: 'ignored' },
  },
  'stdio-ignores-end-legacy': {
    requirement: 'robustness.stdio-exits-at-end-of-input',
    how: 'The end of the input changes nothing.',
    stdio: { end: 'ignored' },
  },
  'stdio-chokes-on-cr': {
    requirement: 'robustness.stdio-carriage-return',
    how: 'A line that ends in CR LF ends the process.',
    stdio: { line: (line) => (line.at(-1) === 13 ? die() : line) },
  },
  'stdio-chokes-on-blank': {
    requirement: 'robustness.stdio-blank-line',
    how: 'An empty line ends the process.',
    stdio: { line: (line) => (line.length === 0 ? die() : line) },
  },
  'stdio-chokes-on-garbage': {
    requirement: 'robustness.stdio-garbage-line',
    how: 'A line that is no JSON ends the process.',
    stdio: { line: (line) => (isJson(line) ? line : die()) },
  },
  'stdio-chokes-on-long-line': {
    requirement: 'robustness.stdio-long-line',
    upstream: 'tools-only',
    how: 'A line over 1 MiB ends the process.',
    stdio: { line: (line) => (line.length > 1024 * 1024 ? die() : line) },
  },
  'stdio-exits-at-once': {
    requirement: 'robustness.stdio-answers-before-exit',
    how: 'The end of the input ends the process, while requests wait for a moment.',
    request: async (m) => {
      await new Promise((resolve) => {
        setTimeout(resolve, HESITATION).unref();
      });
      return m;
    },
    stdio: { end: 'exits-at-once' },
  },
  'stdio-dies-on-probe': {
    requirement: 'robustness.stdio-probe-then-initialize',
    how: 'A request before initialize ends the process.',
    upstream: 'legacy',
    request: (message: Message, { memory }) => {
      if (message['method'] === 'initialize') memory['open'] = true;
      if (META.version in getMeta(message) && memory['open'] === undefined) die();
      return message;
    },
  },
});
