/** Set-up and clean-up for tests of Streamable HTTP: a server and a client connected to it. */
import type { ServerResponse } from 'node:http';
import { afterEach } from '@jest/globals';
import type { Revision } from '../revision.js';
import { openBundledClient } from './client.js';
import { sendJson, startTestServer, type SeenRequest } from './server.js';

export const echo = (response: ServerResponse, { body }: SeenRequest): void =>
  sendJson(response, JSON.parse(body));

/** For one test file: starts a server and a connection to it, and ends both after each test. */
export function makeHttpCases() {
  const cleanups: (() => unknown)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
  });
  const start = async (
    answer: (response: ServerResponse, request: SeenRequest) => void,
    revision: Revision = '2025-11-25',
    headers: Record<string, string> = {},
  ) => {
    const server = await startTestServer(answer);
    cleanups.push(() => server.stop());
    const client = await openBundledClient('streamable-http', { url: server.url, headers }, revision);
    cleanups.push(() => client.connection.close('abrupt'));
    return { server, ...client };
  };
  return { start, cleanups };
}
