import type { ServerResponse } from 'node:http';
import { afterEach } from '@jest/globals';
import type { Revision } from '../revision.js';
import { connect } from './client.js';
import { sendJson, serve, type Seen } from './server.js';

export const echo = (response: ServerResponse, { body }: Seen): void => sendJson(response, JSON.parse(body));

/** For one test file: starts a server and a connection to it, and ends both after each test. */
export function httpCases() {
  const cleanups: (() => unknown)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
  });
  const start = async (
    answer: (response: ServerResponse, request: Seen) => void,
    revision: Revision = '2025-11-25',
    headers: Record<string, string> = {},
  ) => {
    const server = await serve(answer);
    cleanups.push(() => server.stop());
    const client = await connect('streamable-http', { url: server.url, headers }, revision);
    cleanups.push(() => client.connection.close('abrupt'));
    return { server, ...client };
  };
  return { start, cleanups };
}
