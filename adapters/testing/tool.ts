/** Stands for our own tool: opens a stdio target, says so, and ends in the way that its argument names. */
import type { CommandEndpoint } from '../stdio/endpoint.js';
import { makeCall, openBundledClient } from './client.js';

const [, , end, endpoint = ''] = process.argv;

const { connection, frames } = await openBundledClient(
  'stdio',
  JSON.parse(endpoint) as CommandEndpoint,
  '2025-11-25',
);
connection.send({ body: makeCall(1, 'echo') });
await frames.take();
process.once('SIGUSR2', () => {
  if (end === 'exit') process.exit(3);
  throw new Error('a crash on purpose');
});
process.stdout.write('ready\n');
