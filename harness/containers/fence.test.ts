import { expect, it } from '@jest/globals';
import { until } from '../../adapters/contract/until.js';
import { runCommandLine, listComplaints, type Ran } from '../mcptc.test.support.js';
import {
  writeConfig,
  makeImageRunning,
  listLeftBy,
  makeOnce,
  openOwn,
  PATIENCE,
  makeScratch,
  withEngine,
} from './engine.test.support.js';

const SERVER = '/app/dist/containers/servers/reference/dual-era.mjs';
const LISTENS = ['--host', '0.0.0.0', '--http-port', '3000'];

/** What a right neighbour and a misbehaving target are asked. */
const ASKED = [
  '--scenario',
  'shared/lifecycle/ping,shared/tools/list,shared/tools/text',
  '--request-timeout',
  '3s',
];

/** Verdicts of the cases that ran, by what they were about. */
const verdicts = ({ result }: Ran, transport: string): string[] =>
  result.cases
    .filter((one) => one.transport === transport)
    .flatMap((one) =>
      one.checks.map((check) => [one.revision, one.scenario, check.requirement, check.verdict].join(' ')),
    )
    .sort();

/** Milliseconds for a target to say how far it got: it starts processes until it may not, beside whatever else the machine does. */
const TELLS_MS = 60_000;

/** What a target on stdio says of its own mischief, once it has said enough. */
async function toldBy(image: object, mischief: string, enough: RegExp): Promise<string> {
  const target = await openOwn('stdio', { ...image, command: [mischief, SERVER, '--stdio'] });
  try {
    await until('the target to tell', () => enough.test(target.stderr()), TELLS_MS);
    return target.stderr();
  } finally {
    await target.connection.close('abrupt');
    await target.stop();
  }
}

withEngine('the fence around a container', () => {
  const image = makeOnce(() =>
    makeImageRunning('["node", "/app/escape.mjs"]', 'containers/servers/hostile/escape.js'),
  );

  /** Mischief on stdio, beside a right server in a container of its own on HTTP. */
  const beside = async (mischief: string): Promise<Ran> =>
    runCommandLine(
      await makeScratch(),
      ...ASKED,
      '--config',
      await writeConfig({
        target: mischief,
        transports: {
          stdio: { ...(await image()), command: [mischief, SERVER, '--stdio'] },
          'streamable-http': { ...(await image()), command: ['nothing', SERVER, ...LISTENS], port: 3000 },
        },
      }),
    );

  const undisturbed = makeOnce(async () => {
    const ran = await beside('nothing');
    expect(listComplaints(ran)).toEqual([]);
    expect(verdicts(ran, 'stdio').length).toBeGreaterThan(10);
    return ran;
  });

  it.each([
    ['env', /"outcome":{/, /^((?!OF_THE_HOST|SSH_|USER|npm_).)*$/s],
    ['network', /"outcome"/, /ENETUNREACH/],
    ['write', /"outcome"/, /EROFS/],
    ['fork', /EAGAIN/, /EAGAIN/],
  ])(
    'tells a target that tries %s so',
    async (mischief, enough, outcome) => {
      const told = await toldBy(await image(), mischief, enough);
      expect(told).toMatch(outcome);
    },
    PATIENCE,
  );

  it.each(['env', 'network', 'write'])(
    'stops %s, and the target goes on as if it had not tried',
    async (mischief) => {
      const ran = await beside(mischief);
      expect(verdicts(ran, 'stdio')).toEqual(verdicts(await undisturbed(), 'stdio'));
      expect(verdicts(ran, 'streamable-http')).toEqual(verdicts(await undisturbed(), 'streamable-http'));
    },
    PATIENCE,
  );

  it.each(['fork', 'allocate'])(
    'stops %s, and other targets do not notice',
    async (mischief) => {
      const ran = await beside(mischief);
      expect(verdicts(ran, 'streamable-http')).toEqual(verdicts(await undisturbed(), 'streamable-http'));
      expect(ran.result.cases.filter(({ status }) => status === 'error')).toEqual([]);
      expect(await listLeftBy(ran.pid)).toEqual([]);
    },
    PATIENCE,
  );
});
