import { expect, it } from '@jest/globals';
import { until } from '../../adapters/contract/until.js';
import { settledWithin } from '../../adapters/wait.js';
import type { TransportName } from '../../adapters/index.js';
import { makeImageWith, makeOnce, openOwn, PATIENCE, withEngine } from './engine.test.support.js';

const LISTENS = ['--host', '0.0.0.0', '--http-port', '3000', '--ws-port', '3001', '--grpc-port', '3002'];
const REVISION = '2026-07-28';
const PREFIX = 'io.modelcontextprotocol/';

const LISTEN = {
  jsonrpc: '2.0',
  id: 'subscription',
  method: 'subscriptions/listen',
  params: {
    notifications: { toolsListChanged: true },
    _meta: {
      [`${PREFIX}protocolVersion`]: REVISION,
      [`${PREFIX}clientInfo`]: { name: 'test', version: '1' },
      [`${PREFIX}clientCapabilities`]: {},
    },
  },
};

const CASES: readonly [TransportName, object][] = [
  ['stdio', {}],
  ['streamable-http', { command: LISTENS, port: 3000 }],
  ['websocket', { command: LISTENS, port: 3001 }],
  ['grpc', { command: LISTENS, port: 3002 }],
];

/** Milliseconds for something to show. */
const SHOWS_MS = 10_000;

withEngine('a subscription', () => {
  const image = makeOnce(() => makeImageWith());

  it.each(CASES)(
    'on %s ends visibly when its server crashes, and without a last word',
    async (transport, block) => {
      const { connection, machine, stop } = await openOwn(
        transport,
        { ...(await image()), ...block },
        REVISION,
      );
      try {
        const mirror = { 'mcp-method': LISTEN.method };
        const said: unknown[] = [];
        void (async () => {
          for await (const frame of connection.inbound) said.push(frame.json);
        })();
        const channel = connection.send({ body: LISTEN, mirror });
        await until('the acknowledgement', () => said.length > 0, SHOWS_MS);
        await machine.kill();
        expect(await settledWithin(channel.ended, SHOWS_MS)).toBe(true);
        expect((await channel.ended).by).not.toBe('us');
        expect(said).toMatchObject([{ method: 'notifications/subscriptions/acknowledged' }]);
      } finally {
        await connection.close('abrupt');
        await stop();
      }
    },
    PATIENCE,
  );
});
