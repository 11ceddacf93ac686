import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listContradictions } from '../../reports/result/verify/result.js';
import { runCommandLine, listComplaints, type Ran } from '../mcptc.test.support.js';
import { isSlowToStart, type Survey } from './survey.js';

const PATIENCE = 60_000;
const META = 'io.modelcontextprotocol/protocolVersion';

/** What a server does with versions. */
interface Versions {
  /** All but `server/discover` is refused as unsupported at the modern version. */
  refuses?: boolean;
  /** To `initialize`: the version that it answers with, for the one that was offered; or none, and it refuses. */
  initialize?: (offered: string) => string | undefined;
  /** What `server/discover` lists; without it there is no modern era. */
  lists?: readonly string[];
  /** Requests at the modern version that it refuses first, because it is busy. */
  busy?: number;
  /** The code of its refusals. */
  refusal?: number;
}

interface Asked {
  id?: number;
  method: string;
  params?: { protocolVersion?: string; _meta?: Record<string, unknown> };
}

function answer({ method, params = {} }: Asked, { initialize, lists, refusal = -32601 }: Versions): object {
  const modern = params._meta?.[META] !== undefined;
  const serverInfo = { name: 'versions', version: '1' };
  const _meta = { 'io.modelcontextprotocol/serverInfo': serverInfo };
  const result = { resultType: 'complete', ttlMs: 0, cacheScope: 'private', _meta };
  const no = { error: { code: refusal, message: 'no such method' } };
  if (method === 'initialize') {
    const protocolVersion = initialize?.(params.protocolVersion ?? '');
    return protocolVersion === undefined ? no : { result: { protocolVersion, capabilities: {}, serverInfo } };
  }
  if (method === 'server/discover' && lists !== undefined)
    return { result: { ...result, supportedVersions: lists, capabilities: { tools: {} } } };
  if (method === 'tools/list' && modern && lists !== undefined) return { result: { ...result, tools: [] } };
  return method === 'ping' && !modern ? { result: {} } : no;
}

function respond(asked: Asked, versions: Versions): object {
  const modern = asked.params?._meta?.[META] !== undefined;
  if (versions.refuses !== true || !modern || asked.method === 'server/discover')
    return answer(asked, versions);
  return {
    error: { code: -32022, message: 'not here', data: { supported: versions.lists, requested: 'it' } },
  };
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'survey-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function against(versions: Versions, ...args: string[]): Promise<Ran> {
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      if (request.method !== 'POST') return response.writeHead(405, { allow: 'POST' }).end();
      const asked = JSON.parse(text) as Asked;
      const isModern = asked.params?._meta?.[META] !== undefined;
      if (isModern && (versions.busy ?? 0) > 0) {
        versions.busy = (versions.busy ?? 0) - 1;
        return response.writeHead(503).end();
      }
      if (asked.id === undefined) return response.writeHead(202).end();
      response.writeHead(200, { 'content-type': 'application/json' });
      return response.end(JSON.stringify({ jsonrpc: '2.0', id: asked.id, ...respond(asked, versions) }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/mcp`;
  try {
    return await runCommandLine(
      folder,
      '--scenario',
      'shared/lifecycle/ping,shared/tools/list',
      ...args,
      url,
    );
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const surveys = ({ result }: Ran) =>
  Object.fromEntries(
    result.cases
      .filter(({ scenario }) => scenario === 'survey')
      .map(({ revision, status, reason, transcript }) => [
        revision,
        { status, reason, said: transcript.length },
      ]),
  );
const violated = (ran: Ran) =>
  listComplaints(ran).map((one) => [one.case.replace('streamable-http/', ''), one.requirement]);
const http = ({ result }: Ran) => result.target.transports['streamable-http'];

describe('the survey', () => {
  it(
    'says what each revision answered, and why one is not run',
    async () => {
      const ran = await against({ initialize: () => '2025-11-25' });
      expect(surveys(ran)).toEqual({
        '2025-11-25': { status: 'ran', reason: undefined, said: expect.any(Number) },
        '2026-07-28': {
          status: 'not-applicable',
          reason: expect.stringContaining('no such method'),
          said: expect.any(Number),
        },
      });
      expect(Object.values(surveys(ran)).every(({ said }) => said >= 2)).toBe(true);
      expect({ code: ran.code, violated: violated(ran) }).toEqual({ code: 0, violated: [] });
      expect(listContradictions(ran.result)).toEqual([]);
    },
    PATIENCE,
  );

  it.each([
    [[], 0],
    [['--revision', '2026-07-28'], 2],
  ] as const)(
    'holds nobody to sentences of a revision that they decline, with %j',
    async (args, code) => {
      // Retired in 2026-07-28; before, a server may say so that it was not initialized.
      const ran = await against({ initialize: () => '2025-11-25', refusal: -32002 }, ...args);
      expect({ code: ran.code, violated: violated(ran) }).toEqual({ code, violated: [] });
      expect(surveys(ran)['2026-07-28']).toMatchObject({ status: 'not-applicable' });
      expect(listContradictions(ran.result)).toEqual([]);
    },
    PATIENCE,
  );

  it(
    'judges the versions of server/discover against what is served, on the first answer',
    async () => {
      const ran = await against({ lists: ['2025-11-25'] });
      expect(violated(ran)).toEqual([['2026-07-28/survey', 'discover.supported-versions']]);
      expect(http(ran)?.revisions).toEqual(['2026-07-28']);
      expect(ran.code).toBe(1);
      expect(listContradictions(ran.result)).toEqual([]);
    },
    PATIENCE,
  );

  it(
    'blames no list for leaving out what is refused',
    async () => {
      const ran = await against({ lists: ['2025-11-25'], initialize: () => '2025-11-25', refuses: true });
      expect({ code: ran.code, violated: violated(ran) }).toEqual({ code: 0, violated: [] });
      expect(http(ran)?.revisions).toEqual(['2025-11-25']);
      expect(surveys(ran)['2026-07-28']?.reason).toContain('the target offers ["2025-11-25"] instead');
      expect(listContradictions(ran.result)).toEqual([]);
    },
    PATIENCE,
  );

  it(
    'judges the version of initialize against what the target says that it supports',
    async () => {
      const lists = ['2026-07-28', '2025-11-25'];
      const ran = await against({ lists, initialize: () => '2025-06-18' });
      expect(violated(ran)).toEqual([['2025-11-25/survey', 'lifecycle.version-echoed']]);
      expect(ran.code).toBe(1);
      const honest = await against({ lists: ['2026-07-28', '2025-06-18'], initialize: () => '2025-06-18' });
      expect({ code: honest.code, violated: violated(honest) }).toEqual({ code: 0, violated: [] });
    },
    PATIENCE,
  );

  it(
    'exits 2 where a revision that was named is not run, however well the others went',
    async () => {
      const versions = { initialize: () => '2025-06-18' };
      const ran = await against(versions, '--revision', '2025-11-25,2025-06-18');
      expect({ code: ran.code, missing: http(ran)?.missing }).toEqual({ code: 2, missing: ['2025-11-25'] });
      expect(surveys(ran)['2025-11-25']?.reason).toBe('the target offers ["2025-06-18"] instead');
      expect(listContradictions(ran.result)).toEqual([]);
      expect(await against(versions, '--revision', 'all')).toMatchObject({ code: 0 });
    },
    PATIENCE,
  );

  it.each([
    [2, ['2025-11-25', '2026-07-28']],
    [99, ['2025-11-25']],
  ])(
    'asks a target again that was busy %i times, and says what is missing for that',
    async (busy, revisions) => {
      const versions = { initialize: () => '2025-11-25', lists: ['2025-11-25', '2026-07-28'], busy };
      const ran = await against(versions);
      expect(http(ran)?.revisions).toEqual(revisions);
      expect({ code: ran.code, violated: violated(ran) }).toEqual({ code: 0, violated: [] });
      const missing = surveys(ran)['2026-07-28'];
      // The terminal lists what was not run, with this reason.
      if (revisions.length === 1) expect(missing?.reason).toContain('503');
      else expect(missing?.status).toBe('ran');
      expect(listContradictions(ran.result)).toEqual([]);
    },
    PATIENCE,
  );

  it(
    'says of a target that answers with another version than was offered that this one was not run',
    async () => {
      const ran = await against({ initialize: () => '2026-07-28', lists: ['2026-07-28'] });
      expect(http(ran)?.revisions).toEqual(['2026-07-28']);
      expect(surveys(ran)['2025-11-25']).toMatchObject({
        status: 'not-applicable',
        reason: 'the target offers ["2026-07-28"] instead',
      });
    },
    PATIENCE,
  );

  it(
    'names the forerunner of a transport, which nobody can run',
    async () => {
      const ran = await against({ initialize: (one) => one }, '--revision', '2024-11-05,2025-11-25');
      expect({ code: ran.code, missing: http(ran)?.missing }).toEqual({ code: 2, missing: ['2024-11-05'] });
      expect(surveys(ran)['2024-11-05']).toMatchObject({ status: 'not-applicable', said: 0 });
      expect(surveys(ran)['2024-11-05']?.reason).toContain('HTTP+SSE');
    },
    PATIENCE,
  );
});

it('tells a server that is waited for from a machine that is busy', () => {
  const probes = [2_500, 3_000].map((greetedMs) => ({ greetedMs })) as unknown as Survey['probes'];
  expect(isSlowToStart({ probes }, 1)).toBe(true);
  expect(isSlowToStart({ probes }, 10)).toBe(false);
  const quick = [{ greetedMs: 300 }, ...probes] as unknown as Survey['probes'];
  expect(isSlowToStart({ probes: quick }, 1)).toBe(false);
});
