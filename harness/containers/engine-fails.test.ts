import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { ConnectError } from '../../adapters/adapter.js';
import { findEngine, type Engine, type EngineOptions } from '../../containers/engine/engine.js';
import { prepareImage } from '../../containers/engine/image.js';
import { startContainer } from '../../containers/engine/container.js';
import { FENCE } from '../../containers/engine/fence.js';
import { startReachable } from '../../containers/engine/reachable.js';
import { runCommandLine, type Ran } from '../mcptc.test.support.js';
import {
  listLeftBy,
  makeImageWith,
  makeOnce,
  makeScratch,
  PATIENCE,
  waitUntil,
  withEngine,
  writeConfig,
} from './engine.test.support.js';
import { startFakeEngine, type FakeEngine, type Trouble } from './fake-engine.test.support.js';

const SERVER = {
  'streamable-http': { command: ['--host', '0.0.0.0', '--http-port', '3000'], port: 3000 },
  stdio: {},
};

/** Milliseconds for one call, where a test waits for it to run out. */
const CALL_MS = 2_000;

const failures = ({ result }: Ran): string[] =>
  result.cases.flatMap(({ scenario, checks }) =>
    checks.filter(({ verdict }) => verdict === 'fail').map(({ requirement }) => `${scenario} ${requirement}`),
  );

function removeByHand(label: string): void {
  const ids = execFileSync('docker', ['ps', '--all', '--quiet', '--filter', `label=${label}`], {
    encoding: 'utf8',
  });
  for (const id of ids.split('\n').filter((line) => line !== ''))
    execFileSync('docker', ['rm', '--force', id]);
}

withEngine('an engine that', () => {
  const image = makeOnce(() => makeImageWith());
  let fake: FakeEngine;
  const runs: string[] = [];

  beforeEach(async () => {
    fake = await startFakeEngine(await makeScratch());
    process.env['DOCKER_HOST'] = fake.host;
  });
  afterEach(() => {
    delete process.env['DOCKER_HOST'];
    fake.stop();
    // What an engine that was lost has kept.
    for (const run of runs.splice(0)) removeByHand(`mcptc.run=${run}`);
  });

  const config = async (transport: keyof typeof SERVER) =>
    writeConfig({ transports: { [transport]: { ...(await image()), ...SERVER[transport] } } });

  const run = async (transport: keyof typeof SERVER, ...args: string[]): Promise<Ran> =>
    runCommandLine(
      await makeScratch(),
      '--request-timeout',
      '3s',
      '--config',
      await config(transport),
      ...args,
    );

  /** Starts what a run starts, on an engine that has a second for each call. */
  async function start(listens: boolean, options: EngineOptions = {}): Promise<Engine> {
    const engine = (await findEngine(options)) as Engine;
    runs.push(engine.labels['mcptc.run'] ?? '');
    const { signal } = new AbortController();
    const { dockerfile, buildArgs } = await image();
    const args = buildArgs as Record<string, string>;
    const file = { file: dockerfile, context: dockerfile.replace(/\/Dockerfile$/, ''), args };
    try {
      const made = await prepareImage(engine, { dockerfile: file }, signal);
      const what = { image: made, fence: FENCE, env: {}, stdin: !listens };
      if (listens) await startReachable(engine, what, [3000], signal);
      else await startContainer(engine, { ...what, network: 'none', ports: {} }, signal);
      return engine;
    } finally {
      await engine.close();
    }
  }

  const made = makeOnce(() => start(true));

  it.each([
    ['inspect image', false],
    ['attach', false],
    ['start', false],
    ['list images', true],
    ['create', true],
  ])(
    'hangs at "%s" is lost after a bound (listens: %s)',
    async (kind, listens) => {
      // What is made once is not what this is about.
      await made();
      fake.trouble(kind, { hangs: true });
      const error = await start(listens, { callMs: CALL_MS }).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(ConnectError);
      expect((error as Error).message).toMatch(
        /engine at unix:.* was lost: it did not answer `.*` within 2 s/,
      );
    },
    PATIENCE,
  );

  it.each(['stdio', 'streamable-http'] as const)(
    'dies in the run makes it exit 3, holds nothing against the target, and is cleaned up once it is back: %s',
    async (transport) => {
      const running = run(transport, '--scenario', 'shared');
      await waitUntil(async () => fake.calls.filter((kind) => kind === 'start').length >= 3);
      fake.die();
      const ran = await running;
      expect(ran.code).toBe(3);
      expect(failures(ran)).toEqual([]);
      expect(ran.result.run.stoppedBy).toMatch(/the loss of its engine/);
      expect(ran.result.target.transports[transport]).toMatchObject({ neverUp: true });
      await fake.heal();
      await waitUntil(async () => (await listLeftBy(ran.pid)).length === 0);
    },
    PATIENCE,
  );

  it(
    'answers nothing any more is told from a target that is silent',
    async () => {
      const running = run('stdio', '--scenario', 'shared');
      await waitUntil(async () => fake.calls.filter((kind) => kind === 'start').length >= 3);
      fake.trouble('any', { hangs: true });
      const ran = await running;
      expect(ran.code).toBe(3);
      expect(failures(ran)).toEqual([]);
    },
    PATIENCE,
  );

  it(
    'refuses to make a container is quoted, as no fault of ours',
    async () => {
      fake.trouble('create', { refuses: 500 });
      const ran = await run('streamable-http', '--scenario', 'shared/lifecycle/ping');
      expect(ran.code).toBe(3);
      const { reason } = ran.result.target.transports['streamable-http'] ?? {};
      expect(reason).toMatch(/^the relay at the door of the fence did not start: .*unable to do this now/);
    },
    PATIENCE,
  );

  it(
    'refuses to tell of an end has told of none',
    async () => {
      fake.trouble('wait', { refuses: 500 });
      const ran = await run('stdio', '--scenario', 'shared/lifecycle/ping');
      expect({ code: ran.code, fails: failures(ran) }).toEqual({ code: 0, fails: [] });
      expect(fake.calls).toContain('wait');
    },
    PATIENCE,
  );

  const pause = '--case streamable-http/2025-11-25/outage/pause'.split(' ');
  const paused = ({ result }: Ran) =>
    result.cases
      .flatMap(({ checks }) => checks)
      .find(({ requirement }) => requirement === 'robustness.answers-after-pause');

  it.each([
    [{ refuses: 500, times: 2 }, 'pass'],
    [{ refuses: 500 }, 'not-verified'],
  ] as [Trouble, string][])(
    'refuses a pause is asked again: %j',
    async (trouble, verdict) => {
      fake.trouble('pause', trouble);
      const ran = await run('streamable-http', ...pause);
      expect(paused(ran)).toMatchObject({ verdict });
      if (verdict === 'not-verified') expect(paused(ran)?.expected).toMatch(/pause.*unable to do this now/);
      expect(ran.result.cases.filter(({ status }) => status === 'error')).toEqual([]);
    },
    PATIENCE,
  );
});
