import { describe, expect, it } from '@jest/globals';
import { makeRunRequest } from '../cli/run-request.js';
import { checkRequest } from './check.js';
import { makeRunDocument } from './document.js';
import type { ConformanceOptions, ConformanceTarget } from './options.cjs';
import { readRequest } from './request.js';

const EVERY: Required<ConformanceOptions> = {
  name: 'mine',
  revisions: ['2025-11-25', '2026-07-28'],
  transports: 'stdio, websocket',
  scenarios: ['shared/tools', '--quiet'],
  cases: ['stdio/2025-11-25/shared/tools/list'],
  fixtures: 'ignore',
  allowTools: ['a'],
  seed: 0,
  shard: { index: 2, of: 5 },
  set: ['latest'],
  settings: { 'websocket.tls.insecure': true, 'websocket.origin': 'http://a' },
  env: { A: 'b=c', TOKEN: undefined },
  cwd: 'there',
  headers: { 'X-Key': ' k: v ' },
  bearerEnv: 'BEARER',
  ca: 'ca.pem',
  cert: 'cert.pem',
  key: 'key.pem',
  insecure: true,
  startTimeoutMs: 1,
  requestTimeoutMs: 2,
  scenarioTimeoutMs: 3,
  runTimeoutMs: 4.4,
  concurrency: 5,
  failOn: ['fail', 'warn'],
  baseline: 'known-failures.yaml',
  requireContainers: true,
  reports: [{ format: 'junit', path: 'junit.xml' }],
  signKey: 'sign.pem',
  output: 'kept',
  args: [],
};
const ENVIRONMENT = { TOKEN: '1', BEARER: '2' };

/** As it comes over a pipe. */
const sent = (options: ConformanceOptions): Parameters<typeof checkRequest>[1] =>
  JSON.parse(JSON.stringify(options, (_, value: unknown) => value ?? null)) as never;

describe('what a run is made of', () => {
  it('has every option, the same directly and over a pipe', () => {
    const { name: _, args: __, ...given } = EVERY;
    const expected = {
      ...given,
      target: { url: 'http://a/', command: ['node', '--quiet'] },
      transports: ['stdio', 'websocket'],
      cases: [{ transport: 'stdio', revision: '2025-11-25', scenario: 'shared/tools/list' }],
      settings: [
        { transport: 'websocket', option: 'tls.insecure', value: true },
        { transport: 'websocket', option: 'origin', value: 'http://a' },
      ],
      headers: { 'x-key': 'k: v' },
      urlWaitMs: 1,
      runTimeoutMs: 4,
    };
    for (const options of [EVERY, sent(EVERY)]) {
      expect(() => checkRequest(expected.target, options, ENVIRONMENT)).not.toThrow();
      const { args: ___, ...rest } = options;
      expect(makeRunDocument(expected.target, rest)).toEqual(expected);
    }
  });

  it('has defaults, and nothing where nothing was said', () => {
    const empty = { env: {}, headers: {}, insecure: false, transports: [], seed: null };
    expect(makeRunDocument({ command: ['x'], url: null }, empty)).toEqual({
      target: { command: ['x'] },
      revisions: [],
      transports: [],
      scenarios: [],
      cases: [],
      fixtures: 'auto',
      allowTools: [],
      set: [],
      settings: [],
      startTimeoutMs: 60_000,
      urlWaitMs: 0,
      requestTimeoutMs: 10_000,
      scenarioTimeoutMs: 30_000,
      runTimeoutMs: 600_000,
      failOn: [],
      requireContainers: false,
      reports: [],
    });
  });

  it('takes cases as a result has them', () => {
    const one = { transport: 'stdio', revision: '2025-11-25', scenario: 'shared/tools/list' };
    expect(makeRunDocument({}, { cases: [{ ...one, checks: [] } as typeof one] }).cases).toEqual([one]);
  });

  it('grows by further words of the command line, which win', async () => {
    const words = ['--scenario', 'b', '--seed', '2', '--env', 'B=2', '--report', 'html=h.html', 'http://b/'];
    const document = await readRequest(
      { urls: ['ws://a/'] },
      { scenarios: 'a', seed: 1, env: { A: '1' }, startTimeoutMs: 7, args: [...words, '--', 'node'] },
    );
    expect(document).toMatchObject({
      target: { urls: ['ws://a/', 'http://b/'], command: ['node'] },
      scenarios: ['a', 'b'],
      seed: 2,
      env: { A: '1', B: '2' },
      startTimeoutMs: 7,
      reports: [{ format: 'html', path: 'h.html' }],
    });
    await expect(readRequest({}, { args: ['--sed', '1'] })).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining("options.args: error: unknown option '--sed'"),
    });
  });
});

describe('misuse', () => {
  const refuse = (target: object, options: object, environment = ENVIRONMENT): unknown => {
    try {
      checkRequest(target, options, environment);
    } catch (error) {
      return error;
    }
    return undefined;
  };

  it('is told in words of the options: which variable is not set', () => {
    const env = { A: undefined, B: 'b' };
    expect(() => checkRequest({}, sent({ env }), { B: '' })).toThrow(
      'options.env.A has no value, and the environment variable A is not set',
    );
    expect(() => checkRequest({}, { bearerEnv: 'TOKEN' }, {})).toThrow('options.bearerEnv');
    expect(refuse({}, sent({ env }), { A: '' } as never)).toBe(undefined);
  });

  it('is a name that there is not, or a value of another kind', () => {
    expect(refuse({}, { scenario: 'x' })).toMatchObject({
      code: 'usage',
      message: 'there is no option scenario',
      next: expect.stringContaining('scenarios'),
    });
    expect(refuse({ comand: [] }, {})).toMatchObject({ message: 'there is no target comand' });
    expect(refuse({ command: 'node server.js' }, {})).toMatchObject({
      message: 'target.command: expected a list of texts',
    });
  });

  it.each<[keyof ConformanceOptions, unknown, string]>([
    ['seed', -1, 'an integer from 0 to 2147483647'],
    ['seed', '1', 'an integer from 0 to 2147483647'],
    ['concurrency', 65, 'an integer from 1 to 64'],
    ['startTimeoutMs', 0, 'milliseconds, from 1 to 86400000'],
    ['runTimeoutMs', '60s', 'milliseconds'],
    ['fixtures', 'some', 'one of auto, require, ignore'],
    ['failOn', ['fail', 'everything'], 'fail, warn, not-verified, differs'],
    ['cases', 'stdio/2025-11-25', 'TRANSPORT/REVISION/SCENARIO'],
    ['cases', [{ transport: 'stdio' }], 'TRANSPORT/REVISION/SCENARIO'],
    ['shard', { index: 4, of: 3 }, '{ index, of } with index from 1 to of'],
    ['shard', '1/3', '{ index, of }'],
    ['settings', { profile: 'google' }, 'TRANSPORT.OPTION'],
    ['env', { '1X': '2' }, 'names of variables'],
    ['headers', { 'bad name': 'x' }, 'names of headers'],
    ['headers', { x: 'a\r\nb: c' }, 'of one line'],
    ['reports', [{ format: 'pdf', path: 'x' }], 'with format one of matrix, '],
    ['reports', [{ format: 'html' }], 'a list of { format, path }'],
    ['scenarios', 7, 'a text or a list of texts'],
    ['insecure', 'yes', 'true or false'],
    ['output', '', 'a text'],
  ])('%s: %j', (name, value, expected) => {
    expect(refuse({}, { [name]: value })).toMatchObject({
      code: 'usage',
      message: expect.stringMatching(new RegExp(`^options\\.${name}: expected `)),
    });
    expect(() => checkRequest({}, { [name]: value })).toThrow(expected);
  });
});

it('a command line asks in the same words', () => {
  const request = makeRunRequest(['http://a/'], ['node', 'x'], {
    revision: ['all'],
    case: [{ transport: 'stdio', revision: '2025-11-25', scenario: 'a/b' }],
    set: { settings: [{ transport: 'grpc', option: 'profile', value: 'google' }], sets: ['2025-11-25@1'] },
    header: { a: 'b' },
    startTimeout: 5,
    report: [{ format: 'matrix' }, { format: 'json', path: 'a.json' }],
    quiet: true,
  });
  const target: ConformanceTarget = { urls: ['http://a/'], command: ['node', 'x'] };
  const options: ConformanceOptions = {
    revisions: ['all'],
    cases: [{ transport: 'stdio', revision: '2025-11-25', scenario: 'a/b' }],
    set: ['2025-11-25@1'],
    settings: { 'grpc.profile': 'google' },
    headers: { a: 'b' },
    startTimeoutMs: 5,
    reports: [{ format: 'json', path: 'a.json' }],
  };
  expect(request).toEqual({ target, options });
});
