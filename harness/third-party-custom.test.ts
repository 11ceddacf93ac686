import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandLine, passes, type Ran } from './mcptc.test.support.js';
import { fileIn, serve, type Served } from './served.test.support.js';
import { bridge, broken, everything, failed, warned } from './third-party.test.support.js';

/** Packages from the registry that put a server on WebSocket. What they get wrong is listed, with its sentence. */
const PATIENCE = 300_000;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'third-party-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** Runs against a server while it is up. */
async function against(started: Promise<Served>, ...args: string[]): Promise<Ran> {
  const server = await started;
  try {
    return await commandLine(folder, ...args, server.url);
  } finally {
    await server.stop();
  }
}

/** What `server-everything` itself gets wrong, whatever carries it: so does it over stdio. */
const EVERYTHING = [
  // No `argument`: its SDK lets the failed parse end in -32603 (2025-11-25, completion, "Error Handling").
  'completion.missing-argument-code',
  // The same (2025-11-25, basic, "Messages", hence JSON-RPC 2.0, 5.1).
  'jsonrpc.invalid-params',
  // The same, for a level that does not exist (2025-11-25, logging, "Error Handling").
  'logging.invalid-level-code',
  // It takes a cursor that it never gave for the first page (2025-11-25, pagination, "Error Handling").
  'pagination.invalid-cursor',
  // -32602 instead of -32002 (2025-11-25, resources, "Error Handling").
  'resources.not-found-code-legacy',
  // A result with `isError` (2025-11-25, tools, "Error Handling": unknown tools are protocol errors).
  'tools.unknown-is-protocol-error',
];

describe('server-everything over mcp-websocket-transport', () => {
  it(
    'conforms, with the warnings that it has over stdio too',
    async () => {
      const ran = await against(serve('third-party/websocket.js'));
      expect(broken(ran)).toEqual([]);
      expect(failed(ran)).toEqual([]);
      expect(warned(ran)).toEqual(EVERYTHING);
      expect(passes(ran)).toBeGreaterThan(100);
      expect(ran.code).toBe(0);
    },
    PATIENCE,
  );
});

describe('supergateway', () => {
  it(
    'loses ids that are text, and nothing else of server-everything',
    async () => {
      const ran = await against(bridge(everything, 'stdio'), '--request-timeout=3s');
      expect(broken(ran)).toEqual([]);
      // It reads every id as a number, so that one in text comes back as null: JSON-RPC 2.0, 5, `id`:
      // 2025-11-25, basic, "Responses": the ID of the request it corresponds to.
      expect(failed(ran)).toEqual(['jsonrpc.answered-once', 'jsonrpc.id-echoed', 'jsonrpc.request-answered']);
      expect(warned(ran)).toEqual(EVERYTHING);
      expect(ran.code).toBe(1);
    },
    PATIENCE,
  );
  it(
    'loses what the client answers, and what it cancels, on the way to a server that conforms',
    async () => {
      const cases = 'shared/elicitation/answer,shared/cancellation/slow-request';
      const ran = await against(
        bridge(fileIn('reference/legacy.js'), '--stdio'),
        '--request-timeout=3s',
        `--scenario=${cases}`,
      );
      expect(broken(ran)).toEqual([]);
      // It puts a name of its own before the id of every message, also of a response: the server waits for ever.
      expect(failed(ran)).toEqual(['jsonrpc.request-answered']);
      // It leaves `requestId` as it is, which then names no request (2025-11-25, cancellation, "Behavior Requirements").
      expect(warned(ran)).toEqual(['cancellation.not-answered']);
      expect(ran.code).toBe(1);
    },
    PATIENCE,
  );
});
