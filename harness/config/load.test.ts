import { describe, expect, it } from '@jest/globals';
import { presetNames } from '../../adapters/grpc/presets.js';
import { PROFILES } from '../../adapters/websocket/endpoint.js';
import { UsageError } from './errors.js';
import { loadConfig, parseConfig } from './load.js';

const mistake = async (text: string): Promise<string> => {
  const error = await parseConfig(text, 'mcptc.yaml').catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(UsageError);
  return (error as UsageError).message;
};

describe('a config', () => {
  it('may hold everything that the documentation shows', async () => {
    const text = `
target: my-server
transports:
  stdio: { command: [node, dist/server.js] }
  streamable-http:
    command: [node, dist/server.js, --port, "\${PORT}"]
    url: "http://127.0.0.1:\${PORT}/mcp"
    ready: json-line
    headers: { authorization: "Bearer \${TOKEN}" }
    tls: { ca: ca.pem, insecure: false }
cwd: server
env: { API_KEY: "\${API_KEY}" }
examples: { search: [{ query: mcp }] }
reset: [node, scripts/reset.js]
`;
    expect(await parseConfig(text, 'mcptc.yaml')).toMatchObject({
      target: 'my-server',
      transports: { stdio: { command: ['node', 'dist/server.js'] } },
      examples: { search: [{ query: 'mcp' }] },
    });
  });

  it.each([
    [
      'transports:\n  stdio: { command: node server.js }\n',
      'mcptc.yaml:2:21: transports.stdio.command: expected a list of words',
      'got "node server.js"',
    ],
    [
      'transports:\n  stdio:\n    command: [node, 3]\n',
      'mcptc.yaml:3:21: transports.stdio.command.1: expected a word in quotes',
      'got 3',
    ],
    [
      'transports:\n  stdoi: { command: [x] }\n',
      'mcptc.yaml:2:10: transports.stdoi: expected a transport that is not built in',
      'Did you mean stdio?',
    ],
    [
      'transports:\n  carrier-pigeon: { url: "x" }\n',
      'mcptc.yaml:2:19: transports.carrier-pigeon: expected a transport that is not built in',
      '`adapter` is missing. There is stdio, streamable-http',
    ],
    [
      'transports:\n  stdio: {}\n',
      'mcptc.yaml:2:10: transports.stdio: expected an object with `command`, `image` or `dockerfile`',
      'got {}',
    ],
    [
      'transports:\n  grpc: { image: x }\n',
      'mcptc.yaml:2:9: transports.grpc: expected an object with `url` or `command`, or with `port` and `image`',
      'got {"image":"x"}',
    ],
    [
      'transports: { stdio: { image: x } }\nfence:\n  memory: lots\n',
      'mcptc.yaml:3:11: fence.memory: expected a size with its unit',
      'got "lots"',
    ],
    [
      'transports: { stdio: { image: x } }\nfence:\n  netwrok: true\n',
      'mcptc.yaml:3:3: fence: `netwrok` is not known here',
      'Did you mean network?',
    ],
    [
      'transports:\n  streamable-http: { port: 3 }\n',
      'mcptc.yaml:2:20: transports.streamable-http: expected an object with `url` or `command`',
      'got {"port":3}',
    ],
    [
      'transports:\n  streamable-http: { url: "ftp://x" }\n',
      'mcptc.yaml:2:27: transports.streamable-http.url: expected an http:// or https:// URL',
      'got "ftp://x"',
    ],
    [
      'target: a\n',
      'mcptc.yaml:1:1: the file: expected a target and its transports',
      '`transports` is missing',
    ],
    [
      'transports: { stdio: { command: [x] } }\nenv:\n  DEBUG: true\n',
      'mcptc.yaml:3:10: env.DEBUG: expected text',
      'got true',
    ],
    ['a: [1\nb: 2\n', 'mcptc.yaml:2:', ''],
    ['', 'mcptc.yaml:1:1: the file: expected a target', 'got null'],
  ])('with a mistake is refused with its place: %j', async (text, where, what) => {
    const message = await mistake(text);
    expect(message).toContain(where);
    expect(message).toContain(what);
  });

  it('lists all mistakes at once', async () => {
    const message = await mistake('target: 3\ntransports: { stdio: { command: [] } }\n');
    expect(message.split('\n')).toEqual([
      expect.stringMatching(/^mcptc.yaml:1:9: target: expected a name for reports, got 3/),
      expect.stringMatching(/^mcptc.yaml:2:33: transports.stdio.command: expected a list of words/),
    ]);
  });

  it('names every profile that the adapters have', async () => {
    const wrong = await mistake(
      'transports:\n  grpc: { url: "a:1", profile: x }\n  websocket: { url: "ws://a", profile: x }\n',
    );
    for (const name of [...presetNames, 'google', ...PROFILES]) expect(wrong).toContain(name);
    for (const profile of [...presetNames, 'google'])
      await parseConfig(`transports: { grpc: { url: "a:1", profile: ${profile} } }`, 'mcptc.yaml');
    for (const profile of PROFILES)
      await parseConfig(`transports: { websocket: { url: "ws://a", profile: ${profile} } }`, 'mcptc.yaml');
  });

  it('takes the block of another over, as YAML merges maps', async () => {
    const text =
      'transports:\n  websocket: &a { command: [x], ready: json-line }\n  grpc: { <<: *a, claim: true }\n';
    const { transports } = await parseConfig(text, 'mcptc.yaml');
    expect(transports.grpc).toEqual({ command: ['x'], ready: 'json-line', claim: true });
  });

  it('cannot blow up by aliases', async () => {
    const bomb = [
      'a: &a [x]',
      ...'bcdefghi'.split('').map((name, at) => `${name}: &${name} [${`*${'abcdefgh'[at]},`.repeat(9)}]`),
    ];
    expect(await mistake(bomb.join('\n'))).toContain('alias');
  });

  it('that is not there is said to be missing', async () => {
    await expect(loadConfig('/no/such/mcptc.yaml')).rejects.toThrow('there is no such file');
  });
});
