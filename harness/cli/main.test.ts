import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { getTranscriptPath } from '../../reports/result/paths.js';
import { parseResult } from '../../reports/result/read.js';

const MAIN = fileURLToPath(new URL('./main.js', import.meta.url));
const SERVER = [
  process.execPath,
  fileURLToPath(new URL('../../containers/servers/reference/dual-era.js', import.meta.url)),
  '--stdio',
];
const ONE = 'stdio/2025-11-25/shared/messages/id-is-echoed';

let folder = '';
const folders: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mcptc-'));
  folders.push(folder);
});
afterAll(() => folders.forEach((one) => rmSync(one, { recursive: true })));

interface Outcome {
  code: number | null;
  out: string;
  err: string;
}

/** Runs the command line as a child; `onErr` sees its standard error as it grows, at first empty. */
function mcptc(
  args: readonly string[],
  onErr: (err: string, kill: (signal: NodeJS.Signals) => void) => void = () => {},
): Promise<Outcome> {
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  const kill = (signal: NodeJS.Signals): boolean => child.kill(signal);
  onErr(err, kill);
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
    onErr(err, kill);
  });
  return new Promise((resolve) => {
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('what we say of the words of others', () => {
  const evil = '\u001b[2J\u009b31m\u202e##[error]x';
  // oxlint-disable-next-line no-control-regex
  const harmful = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]|^\s*::|##\[/m;

  it.each<[string, string[]]>([
    ['an argument', ['explain', evil]],
    ['an option', ['run', `--${evil}`]],
    ['a command', [evil]],
    ['the beginning of a line', ['explain', 'x\n::error::y']],
    ['a config', ['run', '--config', 'evil.yaml']],
    ['a file of a client', ['run', '--from', 'evil.json']],
    [
      'what a reset command says',
      ['run', '--config', 'reset.yaml', '--scenario', 'shared/tools/list-changed'],
    ],
    ['a config that doctor reads', ['doctor']],
  ])('is harmless: %s', async (_, args) => {
    const quoted = JSON.stringify(evil);
    writeFileSync(join(folder, 'evil.yaml'), `target: x\n${quoted}: ${quoted}\n`);
    writeFileSync(join(folder, 'mcptc.yaml'), `target: x\n${quoted}: ${quoted}\n`);
    writeFileSync(join(folder, 'evil.json'), `{"mcpServers": {${quoted}: {${quoted}: 1}, "b": {}}}`);
    const says = [process.execPath, '-e', `console.error(${quoted}); process.exitCode = 1`];
    const config = { target: 'x', transports: { stdio: { command: SERVER } }, reset: says };
    writeFileSync(join(folder, 'reset.yaml'), JSON.stringify(config));
    const { code, out, err } = await mcptc(args);
    expect(code).not.toBe(0);
    expect(`${out}${err}`).toMatch(/x1b|:error::y/);
    expect(`${out}${err}`).not.toMatch(harmful);
  });
});

describe('misuse exits 2 and says what to do', () => {
  it.each<[string, string[], string]>([
    ['no target', ['run'], 'mcptc init'],
    ['a command without --', ['run', 'server.js'], 'put it after --'],
    ['an empty command', ['run', '--'], 'no command after --'],
    ['two URLs', ['run', 'http://a/', 'http://b/'], 'one after the other'],
    ['a scheme of nobody’s', ['run', 'mqtt://127.0.0.1:1/'], 'there is no transport for mqtt://'],
    ['gRPC without a port', ['run', 'grpc://127.0.0.1'], 'has no port'],
    [
      'a setting of another transport',
      ['run', 'ws://127.0.0.1:1/', '--set', 'grpc.profile=google'],
      'not named on grpc',
    ],
    [
      'a setting that is unknown',
      ['run', 'ws://127.0.0.1:1/', '--set', 'websocket.profle=plain'],
      'Did you mean profile',
    ],
    [
      'a setting with a wrong value',
      ['run', 'ws://127.0.0.1:1/', '--set', 'websocket.profile=none'],
      'expected mcp, sep-1288 or plain',
    ],
    ['an unknown command', ['rnu'], 'Did you mean run?'],
    ['an unknown option', ['run', '--revisions', 'all'], 'Did you mean --revision?'],
    [
      'an unknown revision',
      ['run', '--revision', '2025-01-01', '--', 'x'],
      'there is no revision 2025-01-01',
    ],
    ['auto with a date', ['run', '--revision', 'auto,2025-11-25', '--', 'x'], 'there is no revision auto'],
    ['an unknown transport', ['run', '--transport', 'stdoi', '--', 'x'], 'Did you mean stdio?'],
    ['a transport not named', ['run', '--transport', 'streamable-http', '--', 'x'], 'Add its URL'],
    ['a scenario that is not', ['run', '--scenario', 'shared/mesages', '--', 'x'], 'no scenario matches'],
    ['a folder by its last part', ['run', '--scenario', 'tools', '--', 'x'], 'Did you mean shared/tools?'],
    [
      'a case that is not',
      ['run', '--case', `${ONE}x`, '--', 'x'],
      `Did you mean shared/messages/id-is-echoed`,
    ],
    ['a header for stdio', ['run', '--header', 'a: b', '--', 'x'], '--header is for a server that listens'],
    ['a variable for a URL', ['run', '--env', 'A=b', 'http://127.0.0.1:1/'], '--env is for a command'],
    [
      'a folder for an image',
      ['run', '--image', 'x', '--cwd', '.'],
      '--cwd is for a process of this machine',
    ],
    ['a missing variable', ['run', '--env', 'NOT_SET', '--', 'x'], 'export NOT_SET'],
    ['two reports to stdout', ['run', '--report', 'json,matrix', '--', 'x'], 'two reports'],
    ['two sources', ['run', '--config', 'a.yaml', '--', 'x'], 'both name a target'],
    ['an image and a config', ['run', '--config', 'a.yaml', '--image', 'x'], 'both name a target'],
    [
      'an image elsewhere',
      ['run', '--image', 'x', 'http://example.com/mcp'],
      'names a port in the container',
    ],
    ['a missing config', ['run', '--config', 'a.yaml'], 'there is no such file'],
    ['a command for list', ['list', '--', 'x'], 'takes no command'],
    ['an unknown id', ['explain', 'jsonrpc.request-answerd'], 'Did you mean jsonrpc.request-answered?'],
    ['an unknown SDK', ['explain', 'wire.schema', '--sdk', 'pyton'], 'Did you mean python?'],
    ['a missing result', ['report', 'no.json'], 'ENOENT'],
  ])('%s', async (_, args, words) => {
    const { code, out, err } = await mcptc(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(words);
  });

  it('a broken config, with its line', async () => {
    writeFileSync(join(folder, 'mcptc.yaml'), 'transports:\n  stdio: { command: x }\n');
    const { code, err } = await mcptc(['run']);
    expect(code).toBe(2);
    expect(err).toContain('mcptc.yaml:2:21: transports.stdio.command: expected a list of words');
    expect((await mcptc(['doctor'])).code).toBe(2);
  });
});

describe('what needs no target', () => {
  it('lists and explains', async () => {
    const list = await mcptc(['list', 'shared/messages']);
    expect(list.code).toBe(0);
    expect(list.out).toContain('shared/messages/id-is-echoed  every transport');
    const rows = await mcptc(['list', '--requirements', 'jsonrpc.']);
    expect(rows.out).toMatch(/^jsonrpc\.request-answered {2}MUST/m);
    const explained = await mcptc(['explain', 'jsonrpc.request-answered']);
    expect(explained.out).toContain('https://modelcontextprotocol.io/specification/2026-07-28/');
    expect(explained.out).toMatch(/^counts in   2024-11-05@1, .*2026-07-28@1/m);
    expect((await mcptc(['explain', 'apart.replies'])).out).toMatch(/^serves {6}OWASP MCP Top 10, MCP10/m);
    const remedies = await mcptc(['explain', 'http.origin-forbidden']);
    expect(remedies.out).toMatch(/^to mend it\n {2}Compare the Origin header/m);
    expect(remedies.out).toContain('mcptc explain http.origin-forbidden --sdk NAME (');
    const lines = await mcptc(['explain', 'http.origin-forbidden', '--sdk', 'go']);
    expect(lines.out).toContain('func checkOrigin(next http.Handler) http.Handler {');
    expect(lines.out).toMatch(/tried \d{4}-\d\d-\d\d with the Go SDK .*: seen over Streamable HTTP, gone/);
    expect(lines.out).not.toContain('rust');
    expect((await mcptc(['explain', 'shared/messages/id-is-echoed'])).out).toContain('checks\n');
  });

  it('writes a config that a run accepts, and never over another', async () => {
    writeFileSync(join(folder, 'package.json'), '{"name":"mine","bin":{"mine":"server.js"}}');
    expect(await mcptc(['init'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('of `bin` in package.json; server.js is not there yet\n'),
    });
    const text = readFileSync(join(folder, 'mcptc.yaml'), 'utf8');
    expect(text).toContain('stdio: { command: ["node", "server.js"] }');
    const doctor = await mcptc(['doctor']);
    expect(doctor).toMatchObject({ code: 0, out: expect.stringContaining('mcptc.yaml: mine on stdio') });
    expect((await mcptc(['init'])).code).toBe(2);
    expect(readFileSync(join(folder, 'mcptc.yaml'), 'utf8')).toBe(text);
  });

  it('says how an adapter is called a module, where it was read as none', async () => {
    writeFileSync(join(folder, 'adapter.cjs'), `import 'node:net';\n`);
    writeFileSync(
      join(folder, 'mcptc.yaml'),
      'target: mine\ntransports:\n  nats: { adapter: ./adapter.cjs }\n',
    );
    const { code, err } = await mcptc(['run']);
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringMatching(/outside a module[^]*call the file \.mjs, or set "type": "module"/),
    });
  });

  it('shows help on request', async () => {
    expect(await mcptc(['run', '--help'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('Examples:'),
    });
  });
});

describe('a run', () => {
  it('of a server that conforms exits 0, prints the matrix and leaves its result behind', async () => {
    const { code, out, err } = await mcptc([
      'run',
      '--case',
      ONE,
      '--seed',
      '5',
      '--env',
      'A_TOKEN=hush-hush',
      '--',
      ...SERVER,
    ]);
    expect({ code, err }).toEqual({ code: 0, err: expect.stringContaining('1 case\n') });
    expect(out).toMatch(/stdio {2,}✔ \d+ {2}✘ 0/);
    const text = readFileSync(join(folder, '.mcptc', 'result.json'), 'utf8');
    const result = await parseResult(text);
    expect(result).toMatchObject({
      run: { complete: true, exitCode: 0, seed: 5 },
      target: { transports: { stdio: { again: ['--env', 'A_TOKEN', '--', ...SERVER] } } },
    });
    expect(text).not.toContain('hush-hush');
    // Nothing failed, and what the verdicts were read from is there all the same.
    const [one] = result.cases;
    const file = join(folder, '.mcptc', 'transcripts', getTranscriptPath(one!));
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(one?.transcript);
    const seen = new Set(one?.checks.flatMap((check) => check.seen));
    expect(seen.size).toBeGreaterThan(0);
    expect(seen).toEqual(new Set(one?.transcript.map(({ entry }) => entry)));
    const again = await mcptc(['report', '.mcptc/result.json']);
    expect(again.out).toBe(out);
  });

  it('with a report on standard output keeps it clean, and quiet says nothing', async () => {
    const { out, err } = await mcptc([
      'run',
      '--quiet',
      '--case',
      ONE,
      '--report',
      'json,matrix=m.txt',
      '--',
      ...SERVER,
    ]);
    expect(await parseResult(out)).toMatchObject({ run: { exitCode: 0 } });
    expect(err).toContain('conforms');
    expect(err).not.toContain('1 case\n');
    expect(readFileSync(join(folder, 'm.txt'), 'utf8')).toContain('conforms');
  });

  it('leaves its files where that is asked for, and clears nothing that it did not leave itself', async () => {
    const run = (output: string): Promise<Outcome> =>
      mcptc(['run', '--quiet', '--case', ONE, '--output', output, '--', ...SERVER]);
    expect((await run('there/mine')).code).toBe(0);
    expect(existsSync(join(folder, 'there', 'mine', 'result.json'))).toBe(true);
    expect(existsSync(join(folder, '.mcptc'))).toBe(false);
    expect((await run('there/mine')).code).toBe(0);
    expect(await run('there')).toMatchObject({ code: 2, err: expect.stringContaining('there is not empty') });
  });

  it('of a server that says garbage exits 1 and leaves the transcript', async () => {
    const silent = `process.stdin.on('data', (text) => console.log(JSON.stringify({ jsonrpc: '2.0', id: 'not yours', result: {} })))`;
    const args = [
      'run',
      '--start-timeout',
      '3s',
      '--request-timeout',
      '300ms',
      '--revision',
      '2025-11-25',
      '--scenario',
      'shared/messages',
    ];
    const { code, out } = await mcptc([...args, '--', process.execPath, '-e', silent]);
    expect({ code, out }).toEqual({ code: 1, out: expect.stringContaining('✘ stdio · 2025-11-25 ·') });
    const [, transcript = ''] = /transcript: (\S+)/.exec(out) ?? [];
    expect(readFileSync(join(folder, transcript), 'utf8')).toContain('not yours');
  });

  it('of a command that is not there exits 3', async () => {
    const { code, out } = await mcptc(['run', '--start-timeout', '2s', '--', 'no-such-command-anywhere']);
    expect({ code, out }).toEqual({ code: 3, out: expect.stringContaining('no-such-command-anywhere') });
  });

  it('of a port where nobody listens exits 3', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => {
      server.once('listening', resolve);
    });
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => {
      server.close(resolve);
    });
    const { code } = await mcptc(['run', '--start-timeout', '1s', `http://127.0.0.1:${port}/mcp`]);
    expect(code).toBe(3);
  });

  it('whose working folder goes away meanwhile ends all the same', async () => {
    let gone = false;
    const { code } = await mcptc(['run', '--scenario', 'shared/messages', '--', ...SERVER], (err) => {
      if (gone || !err.includes('cases')) return;
      gone = true;
      rmSync(folder, { recursive: true });
    });
    expect({ gone, code }).toEqual({ gone: true, code: 0 });
    expect(existsSync(folder)).toBe(true);
  });

  it('whose working folder stays away holds that against nobody', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'mcptc-elsewhere-'));
    let gone = false;
    try {
      const args = ['run', '--output', elsewhere, '--scenario', 'shared/messages', '--', ...SERVER];
      const { code, out } = await mcptc(args, (err) => {
        if (gone || !err.includes('cases')) return;
        gone = true;
        rmSync(folder, { recursive: true });
      });
      const why = 'cannot be started any more: the working folder';
      expect({ gone, code, out }).toEqual({ gone: true, code: 2, out: expect.stringContaining(why) });
      expect(out).not.toContain('MUST');
    } finally {
      mkdirSync(folder, { recursive: true });
      rmSync(elsewhere, { recursive: true });
    }
  });

  it('that is interrupted ends with what there is', async () => {
    let sent = false;
    const { code, out, err } = await mcptc(['run', '--revision', 'all', '--', ...SERVER], (text, kill) => {
      if (sent || !/^\d+ cases$/m.test(text)) return;
      sent = true;
      kill('SIGINT');
    });
    expect(err).toContain('SIGINT: ending with what is there');
    expect(out).toContain('cut short');
    expect([1, 2]).toContain(code);
    const result = await parseResult(readFileSync(join(folder, '.mcptc', 'result.json'), 'utf8'));
    expect(result.run).toMatchObject({ complete: false, exitCode: code });
  });

  it('that is interrupted twice leaves at once, and takes a deaf target along', async () => {
    const deaf = `
      for (const name of ['SIGTERM', 'SIGINT']) process.on(name, () => {});
      setInterval(() => {}, 1e6);
      require('node:fs').writeFileSync('pid', String(process.pid));`;
    const args = ['run', '--request-timeout', '60s', '--', process.execPath, '-e', deaf];
    let interrupt = (): void => {};
    const ended = mcptc(args, (text, kill) => {
      interrupt = () => kill('SIGINT');
      if (text.includes('ending with what is there')) interrupt();
    });
    const pidFile = join(folder, 'pid');
    while (!existsSync(pidFile) || readFileSync(pidFile, 'utf8') === '') {
      await new Promise((resolve) => setImmediate(resolve));
    }
    interrupt();
    const { code } = await ended;
    expect(code).toBe(2);
    // Killed with us, and reaped by whoever inherits it: that takes a moment.
    while (isAlive(Number(readFileSync(pidFile, 'utf8'))))
      await new Promise((resolve) => setImmediate(resolve));
  });
});
