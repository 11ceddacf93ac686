import { expect, it } from '@jest/globals';
import { until } from '../../adapters/contract/until.js';
import type { TransportName } from '../../adapters/index.js';
import { makeImageRunning, makeOnce, openOwn, PATIENCE, withEngine } from './engine.test.support.js';

/** Milliseconds for the end of a connection to show. */
const SHOWS_MS = 10_000;

const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
};

const CASES: readonly [string, TransportName, object][] = [
  ['stdio', 'stdio', { command: ['--stdio'] }],
  ['one document', 'streamable-http', { command: ['http', '3000'], port: 3000 }],
  ['an event stream', 'streamable-http', { command: ['sse', '3000'], port: 3000 }],
  ['WebSocket', 'websocket', { command: ['ws', '3000'], port: 3000 }],
  ['gRPC', 'grpc', { command: ['grpc', '3000'], port: 3000 }],
];

withEngine('a message that a crash cut in half', () => {
  const image = makeOnce(() =>
    makeImageRunning('["node", "/app/truncated.mjs"]', 'containers/servers/hostile/truncated.js'),
  );

  it.each(CASES)(
    'is not taken for a whole one: %s',
    async (_, transport, block) => {
      const target = await openOwn(transport, { ...(await image()), ...block });
      const documents: unknown[] = [];
      const reading = (async () => {
        for await (const frame of target.connection.inbound) if ('json' in frame) documents.push(frame.json);
      })();
      try {
        const channel = target.connection.send({ body: INITIALIZE });
        await until('half a message', () => target.stderr().includes('half'), SHOWS_MS);
        await target.machine.kill();
        expect((await channel.ended).by).not.toBe('us');
      } finally {
        await target.connection.close('abrupt');
        await target.stop();
      }
      await reading;
      expect(documents).toEqual([]);
    },
    PATIENCE,
  );
});
