import { describe, it } from '@jest/globals';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { contract } from '../contract/index.js';
import type { CommandEndpoint } from '../stdio/endpoint.js';
import { hosts } from '../testing/hosts.js';
import { sdkAdapter } from './adapter.js';

const adapter = sdkAdapter({
  transport: 'sdk-stdio',
  next: 'Check PATH.',
  create: ({ command, args, env }: CommandEndpoint) =>
    new StdioClientTransport({ command, args: [...args], env: { ...env }, stderr: 'ignore' }),
});

const MESSAGES_ONLY = 'an SDK transport takes and hands out messages, never bytes';

/** What the SDK's stdio transport keeps the wrapper from: what a session makes `not-verified`. */
const except = {
  'sends bytes as they are': MESSAGES_ONLY,
  'hands out bytes that are no JSON as they came': MESSAGES_ONLY,
  'carries 64 MiB both ways unharmed, in bounded memory': MESSAGES_ONLY,
  'holds the target back while nobody reads, and loses nothing': 'an SDK transport pushes what arrives',
  'cuts off a message that does not end, in bounded memory': 'it has a bound of its own, and just closes',
  'takes a message that is exactly as long as allowed, and none that is longer':
    'it drops the reply of the target, whose result is no object',
  'ends only after its last frame was read': 'it sees no end before the process is gone',
  'reports a target that stops writing and goes on reading': 'it sees no end before the process is gone',
};

/** What is left of a line is no message, and an SDK transport hands out nothing else. */
const host = { ...hosts.stdio, wholeMessages: true };

describe('the stdio transport of the SDK', () => {
  for (const { name, skip, run } of contract(adapter, host, { except })) {
    if (skip === undefined) it(name, run);
    else it.skip(`${name}: ${skip}`, run);
  }
});
