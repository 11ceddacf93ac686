import { describe, expect, it } from '@jest/globals';
import { makeCommandLine } from './command-line.js';
import type { ConformanceOptions } from './contract.cjs';

const EVERY: Required<ConformanceOptions> = {
  name: 'mine',
  revisions: ['2025-11-25', '2026-07-28'],
  transports: 'stdio',
  scenarios: ['shared/tools', '--quiet'],
  cases: 'stdio/2025-11-25/shared/tools/list',
  fixtures: 'ignore',
  allowTools: ['a'],
  seed: 0,
  env: { A: 'b=c', TOKEN: undefined },
  cwd: 'there',
  headers: { 'x-key': 'k: v' },
  bearerEnv: 'BEARER',
  ca: 'ca.pem',
  cert: 'cert.pem',
  key: 'key.pem',
  insecure: true,
  startTimeoutMs: 1,
  requestTimeoutMs: 2,
  scenarioTimeoutMs: 3,
  runTimeoutMs: 4,
  concurrency: 5,
  failOn: ['fail', 'warn'],
  output: 'kept',
  args: ['--report', 'matrix=m.txt'],
};

/** As it comes over the wire. */
const sent = (options: ConformanceOptions): Parameters<typeof makeCommandLine>[1] =>
  JSON.parse(JSON.stringify(options, (_, value: unknown) => value ?? null)) as never;

describe('the command line', () => {
  it('has every option, and no value that could be taken for one', () => {
    const target = { url: 'http://a/', command: ['node', '--quiet'] };
    const words = makeCommandLine(target, sent(EVERY), 'out', { TOKEN: '1', BEARER: '2' });
    expect(words).toEqual([
      'run',
      '--quiet',
      '--output=out',
      '--revision=2025-11-25',
      '--revision=2026-07-28',
      '--transport=stdio',
      '--scenario=shared/tools',
      '--scenario=--quiet',
      '--case=stdio/2025-11-25/shared/tools/list',
      '--fixtures=ignore',
      '--allow-tool=a',
      '--seed=0',
      '--env=A=b=c',
      '--env=TOKEN',
      '--cwd=there',
      '--header=x-key: k: v',
      '--bearer-env=BEARER',
      '--ca=ca.pem',
      '--cert=cert.pem',
      '--key=key.pem',
      '--insecure',
      '--start-timeout=1ms',
      '--request-timeout=2ms',
      '--scenario-timeout=3ms',
      '--run-timeout=4ms',
      '--concurrency=5',
      '--fail-on=fail',
      '--fail-on=warn',
      '--report',
      'matrix=m.txt',
      'http://a/',
      '--',
      'node',
      '--quiet',
    ]);
  });

  it.each([
    [{ config: 'mcptc.yaml' }, ['--config=mcptc.yaml']],
    [{ from: '.mcp.json', server: 'mine' }, ['--from=.mcp.json', '--server=mine']],
    [{ urls: ['http://a/', 'ws://a/'] }, ['http://a/', 'ws://a/']],
    [{ command: [] }, ['--']],
    [{}, []],
  ])('names the target %j', (target, words) => {
    expect(makeCommandLine(target, { seed: null, insecure: false }, 'out').slice(3)).toEqual(words);
  });

  it('says in words of the options which variable is not set', () => {
    const env = { A: undefined, B: 'b' };
    expect(() => makeCommandLine({}, sent({ env }), 'out', { B: '' })).toThrow(
      'options.env.A has no value, and the environment variable A is not set',
    );
    expect(() => makeCommandLine({}, { bearerEnv: 'TOKEN' }, 'out', {})).toThrow('options.bearerEnv');
    expect(makeCommandLine({}, sent({ env }), 'out', { A: '' })).toContain('--env=A');
  });

  it('knows no other words', () => {
    expect(() => makeCommandLine({}, { scenario: 'x' } as object, 'out')).toThrow(
      'there is no option scenario',
    );
    expect(() => makeCommandLine({ comand: [] } as object, {}, 'out')).toThrow('there is no target comand');
  });
});
