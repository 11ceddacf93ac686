import { expect, it } from '@jest/globals';
import { runCommandLine, type Ran } from '../mcptc.test.support.js';
import {
  writeConfig,
  resolveFile,
  makeImageWith,
  PATIENCE,
  makeScratch,
  withEngine,
} from './engine.test.support.js';

/** Of everything a little: what a message may hold, how processes end, sessions, streams, subscriptions. */
const ASKED = [
  'shared/lifecycle/ping',
  'shared/messages/id-is-echoed',
  'shared/messages/large-message',
  'shared/subscriptions/acknowledged',
  'shared/tools',
  'stdio/end-of-input',
  'stdio/stdout-only-messages',
  'streamable-http/session-ended',
  'streamable-http/origin',
  'websocket/closing',
  'grpc/call-order',
].join(',');

const LISTENS = ['--http-port', '3000', '--ws-port', '3001', '--grpc-port', '3002', '--host', '0.0.0.0'];
const LOCAL = ['--http-port', '0', '--ws-port', '0', '--grpc-port', '0'];

const verdicts = ({ result }: Ran): string[] =>
  result.cases
    .flatMap((one) =>
      one.checks.map((check) =>
        [one.transport, one.revision, one.scenario, check.requirement, check.verdict].join(' '),
      ),
    )
    .sort();

withEngine('a server in a container', () => {
  it(
    'gets the verdicts that it gets as a process, on four transports, and says what that cost',
    async () => {
      const image = await makeImageWith();
      const server = resolveFile('containers/servers/reference/dual-era.js');
      const local = { command: [process.execPath, server, ...LOCAL], ready: 'json-line' };
      const contained = { ...image, command: LISTENS };
      const files = await Promise.all([
        writeConfig({
          transports: {
            stdio: { command: [process.execPath, server, '--stdio'] },
            'streamable-http': local,
            websocket: local,
            grpc: local,
          },
        }),
        writeConfig({
          transports: {
            stdio: image,
            'streamable-http': { ...contained, port: 3000 },
            websocket: { ...contained, port: 3001 },
            grpc: { ...contained, port: 3002 },
          },
        }),
      ]);
      const ran: Ran[] = [];
      for (const file of files) {
        ran.push(
          await runCommandLine(await makeScratch(), '--scenario', ASKED, '--seed', '1', '--config', file),
        );
      }
      const [here, there] = ran as [Ran, Ran];
      expect(verdicts(there)).toEqual(verdicts(here));
      expect(verdicts(there).length).toBeGreaterThan(300);
      const { transports } = there.result.target;
      for (const { image: digest } of Object.values(transports))
        expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
      expect(there.result.run.containers).toMatchObject({ started: expect.any(Number) });
      expect(here.result.run).not.toHaveProperty('containers');
    },
    PATIENCE,
  );
});
