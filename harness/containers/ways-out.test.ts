import { expect, it } from '@jest/globals';
import { until } from '../../adapters/contract/until.js';
import type { TransportName } from '../../adapters/index.js';
import { makeImageRunning, makeOnce, openOwn, PATIENCE, withEngine } from './engine.test.support.js';
import { startServices } from './ways-out.test.support.js';

const SERVER = '/app/dist/containers/servers/reference/dual-era.mjs';
const LISTENS = ['--host', '0.0.0.0', '--http-port', '3000', '--ws-port', '3001', '--grpc-port', '3002'];

const CASES: readonly [TransportName, readonly string[], object][] = [
  ['stdio', ['--stdio'], {}],
  ['streamable-http', LISTENS, { port: 3000 }],
  ['websocket', LISTENS, { port: 3001 }],
  ['grpc', LISTENS, { port: 3002 }],
];

/** Milliseconds for a target to tell how far it got. */
const TELLS_MS = 20_000;

withEngine('from behind the fence', () => {
  const image = makeOnce(() =>
    makeImageRunning('["node", "/app/escape.mjs"]', 'containers/servers/hostile/escape.js'),
  );

  /** Lets a target try all ways, and tells how far it says it got and what was heard of it outside. */
  async function tryAll(transport: TransportName, args: readonly string[], block: object, rest: object = {}) {
    const services = await startServices();
    const { ways } = services;
    const command = [`ways:${JSON.stringify(ways)}`, SERVER, ...args];
    const target = await openOwn(transport, { ...(await image()), ...block, command }, undefined, rest);
    try {
      await until('the target to tell', () => target.stderr().includes('"outcome"'), TELLS_MS);
      const [, told = ''] = /("outcome":.*)\}/.exec(target.stderr()) ?? [];
      const { outcome } = JSON.parse(`{${told}}`) as { outcome: [string, string][] };
      return {
        ways: ways.length,
        answered: outcome.filter(([, how]) => how === 'ANSWERED').map(([way]) => way),
        heard: services.heard(),
      };
    } finally {
      await target.connection.close('abrupt');
      await target.stop();
      services.stop();
    }
  }

  it.each(CASES)(
    'nobody is reached, however it is tried: %s',
    async (transport, args, block) => {
      const { ways, answered, heard } = await tryAll(transport, args, block);
      expect(ways).toBeGreaterThanOrEqual(20);
      expect({ answered, heard }).toEqual({ answered: [], heard: [] });
    },
    PATIENCE,
  );

  it(
    'the same ways lead out where the fence is opened',
    async () => {
      const [transport, args, block] = CASES[1] as (typeof CASES)[number];
      const { heard } = await tryAll(transport, args, block, { fence: { network: true } });
      expect(heard.filter((way) => way.startsWith('tcp ')).length).toBeGreaterThan(2);
      expect(heard.filter((way) => way.startsWith('udp4 ')).length).toBeGreaterThan(2);
    },
    PATIENCE,
  );
});
