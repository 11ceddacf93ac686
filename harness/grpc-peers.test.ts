import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ask, open } from '../adapters/grpc-google/server.test.support.js';
import type { Json } from '../adapters/json.js';
import { PNG } from '../containers/servers/reference/fixture/content.js';
import { peers, startPeer } from './grpc-peers.test.support.js';
import { countPasses, runCommandLine } from './mcptc.test.support.js';
import { failed, listBroken, warned } from './third-party.test.support.js';

/** They were written from the published proto and nothing of ours, so that our codec cannot agree with itself by mistake. */
const PATIENCE = 240_000;

/** What a Struct can hold, and where languages differ: absent, null and empty; whole and broken numbers; the ends of a double. */
const VALUES: Json = {
  null: null,
  flags: [true, false],
  zero: 0,
  whole: 3,
  negative: -7,
  broken: 1.5,
  most: 2 ** 53,
  least: -(2 ** 53),
  huge: 1.7976931348623157e308,
  tiny: 5e-324,
  text: 'ü😀\u0000\n"',
  '': 'no name',
  empty: { list: [], object: {}, text: '' },
  nested: [[], [[{ deep: [null, { deeper: 0.1 }] }]]],
};

const RESOURCES = [
  {
    uri: 'test://static-text',
    name: 'static-text',
    title: 'Static text',
    description: 'A text that never changes',
    mimeType: 'text/plain',
    annotations: { audience: ['user', 'assistant'], priority: 0.8, lastModified: '2026-07-28T00:00:00Z' },
    size: 48,
    icons: [
      {
        src: `data:image/png;base64,${PNG}`,
        mimeType: 'image/png',
        sizes: ['1x1', 'any'],
        theme: 'dark',
      },
    ],
    _meta: { 'example.org/kept': { null: null, list: [1, -0.5, true, 'é'], empty: {} } },
  },
  { uri: 'test://static-binary', name: 'static-binary', mimeType: 'image/png', size: 70 },
];

/** What the library of each does by itself, as its findings.yaml defends it. */
const LIBRARY: Readonly<Record<string, readonly string[]>> = {
  'grpc-python': [
    'grpc.content-type-refused',
    'grpc.library-binary-list',
    'grpc.library-cardinality',
    'grpc.library-goaway',
    'grpc.library-malformed-status',
    'grpc.library-unknown-encoding',
  ],
  'grpc-go': ['grpc.library-binary-list', 'grpc.library-cardinality', 'grpc.library-goaway'],
  'grpc-java': ['grpc.library-cardinality', 'grpc.library-malformed-status'],
};

for (const peer of peers) {
  const left = 'missing' in peer.command ? `, left out: ${peer.command.missing}` : '';
  const suite = left === '' ? describe : describe.skip;
  suite(`${peer.name}${left}`, () => {
    let running: Awaited<ReturnType<typeof startPeer>>;
    let folder: string;
    beforeAll(async () => {
      running = await startPeer(peer);
      folder = await mkdtemp(join(tmpdir(), 'grpc-peers-'));
    }, PATIENCE);
    afterAll(async () => {
      await running.stop();
      await rm(folder, { recursive: true });
    });
    const openPeer = () => open({ address: `127.0.0.1:${running.port}`, metadata: {} }, '2026-07-28');

    it('gets every kind of value, and gives it back', async () => {
      const params = { name: 'echo_arguments', arguments: VALUES };
      const { result } = await ask(await openPeer(), 'tools/call', params);
      expect((result as Json)['structuredContent']).toEqual(VALUES);
    });

    it('says what we read, in all that a resource can hold', async () => {
      const client = await openPeer();
      const listed = (await ask(client, 'resources/list'))['result'] as Json;
      expect(listed).toEqual({
        resultType: 'complete',
        resources: RESOURCES,
        ttlMs: 60_000,
        cacheScope: 'public',
      });
      const read = (await ask(client, 'resources/read', { uri: 'test://static-binary' }, 2))[
        'result'
      ] as Json;
      expect(read['contents']).toEqual([{ uri: 'test://static-binary', mimeType: 'image/png', blob: PNG }]);
    });

    it(
      'is found to have the typed service, and conforms, with nothing to remark but of its library',
      async () => {
        const ran = await runCommandLine(folder, `grpc://127.0.0.1:${running.port}`);
        expect(Object.keys(ran.result.target.transports)).toEqual(['grpc-google']);
        const { form } = ran.result.target.transports['grpc-google'] ?? {};
        expect(form).toMatch(/^profile google, service model_context_protocol\.Mcp, proto 0\.2, /);
        expect(listBroken(ran)).toEqual([]);
        expect(failed(ran)).toEqual([]);
        expect(warned(ran)).toEqual(LIBRARY[peer.name]);
        expect(countPasses(ran)).toBeGreaterThan(95);
        expect(ran.code).toBe(0);
      },
      PATIENCE,
    );
  });
}
