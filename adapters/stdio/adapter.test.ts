import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';
import { ConnectError } from '../adapter.js';
import { Transcript } from '../transcript.js';
import { makeCall, openBundledClient, awaitSoon } from '../testing/client.js';
import { hosts, type Running } from '../testing/hosts.js';
import { isAlive, until } from '../contract/until.js';
import { Stderr } from './stderr.js';
import type { StdioConnection, CommandEndpoint } from './endpoint.js';

const REVISION = '2025-11-25';
const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function open(endpoint: CommandEndpoint) {
  const client = await openBundledClient('stdio', endpoint, REVISION);
  cleanups.push(() => client.connection.close('abrupt'));
  return client;
}

/** A target that is one line of script. */
const script = (source: string, env: Record<string, string> = {}): CommandEndpoint => ({
  command: process.execPath,
  args: ['-e', source],
  env,
});

async function target(...words: string[]): Promise<Running<CommandEndpoint>> {
  const running = await hosts.stdio.start(...words);
  cleanups.push(() => running.stop());
  return running;
}

const failure = (endpoint: CommandEndpoint): Promise<unknown> =>
  openBundledClient('stdio', endpoint, REVISION).then(
    () => undefined,
    (error: unknown) => error,
  );

const gone = (running: Running<CommandEndpoint>) => () =>
  running.pids().length > 0 && !running.pids().some(isAlive);

describe('stderr', () => {
  const SECRET = 'SECRET123abcdefgh';
  const whole = { direction: 'in', channel: 'stderr' };

  it('is recorded by lines, so that a secret that comes in two chunks is hidden', () => {
    const transcript = new Transcript([SECRET]);
    const stderr = new Stderr(transcript);
    for (const chunk of ['first\ntoken SECRET12', '3abcdefgh\nlast SECRET123', 'abcdefgh'])
      stderr.add(Buffer.from(chunk));
    stderr.end();
    expect(transcript.entries.map(({ text }) => text)).toEqual([
      'first\n',
      'token [redacted]\n',
      'last [redacted]',
    ]);
    expect(transcript.entries[0]).toMatchObject(whole);
  });

  it('hides it in a line without an end as well, of which not all is held back', () => {
    const transcript = new Transcript([SECRET]);
    const stderr = new Stderr(transcript);
    const line = Buffer.from(`é${'.'.repeat(40)}${SECRET}`.repeat(3_000));
    for (let at = 0; at < line.length; at += 7) stderr.add(line.subarray(at, at + 7));
    stderr.end();
    const told = transcript.entries.map(({ text }) => text).join('');
    expect(transcript.entries.length).toBeGreaterThan(2);
    expect(told.replace(/^é/, '').replaceAll(`${'.'.repeat(40)}[redacted]`, '')).toMatch(/^é*$/);
    expect(stderr.text().replaceAll('[redacted]', '')).toMatch(/^[.é]+$/);
  });

  it('is as safe on stdout, where a line grows past the limit', async () => {
    const source = `const say = (text, then) => process.stdout.write(text, () => setTimeout(then, 100));
      say('.'.repeat(90) + 'SECRET12', () => say('3abcdefgh' + '.'.repeat(20), () => {}));`;
    const transcript = new Transcript([SECRET]);
    const options = { transcript, maxMessage: 100 };
    const { connection } = await openBundledClient('stdio', script(source), REVISION, options);
    await until('the limit', () => transcript.entries.some(({ text }) => text.includes('a line of more')));
    await connection.close('abrupt');
    const told = transcript.entries.filter(({ channel }) => channel === 'stdout').map(({ text }) => text);
    expect(told[0]).toBe(`[redacted]${'.'.repeat(20)}`);
  });

  it('is whole in the record once the connection is closed', async () => {
    const { connection, transcript } = await open(script('process.stderr.write("no line feed")'));
    await connection.close('graceful');
    expect(transcript.entries.map(({ text }) => text)).toContain('no line feed');
  });
});

describe('start', () => {
  it('gives the target what the user named and a few variables, and nothing else of ours', async () => {
    process.env['CONTRACT_TEST_PRIVATE'] = 'private';
    process.env['LC_ALL'] ??= 'C';
    cleanups.push(() => delete process.env['CONTRACT_TEST_PRIVATE']);
    const { frames } = await open(script('console.log(JSON.stringify(process.env))', { NAMED: 'yes' }));
    const env = (await frames.take()).json;
    expect(env).toMatchObject({ NAMED: 'yes', PATH: process.env['PATH'], LC_ALL: process.env['LC_ALL'] });
    expect(env).not.toHaveProperty('CONTRACT_TEST_PRIVATE');
    expect(env).not.toHaveProperty('NODE_OPTIONS');
  });

  it('goes through no shell', async () => {
    const { frames } = await open({
      command: process.execPath,
      args: ['-e', 'console.log(JSON.stringify(process.argv[1]))', '$HOME; echo "x"'],
      env: {},
    });
    expect((await frames.take()).json).toBe('$HOME; echo "x"');
  });

  it('tells a missing folder and a file without permission from a missing command', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'stdio-'));
    cleanups.push(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'server.js');
    writeFileSync(file, '', { mode: 0o644 });
    const cases: [CommandEndpoint, RegExp][] = [
      [{ command: file, args: [], env: {} }, /chmod/],
      [{ command: process.execPath, args: [], env: {}, cwd: join(folder, 'absent') }, /--cwd/],
      [{ command: process.execPath, args: ['\0'], env: {} }, /by hand/],
    ];
    for (const [endpoint, next] of cases) {
      const error = await failure(endpoint);
      expect(error).toBeInstanceOf(ConnectError);
      expect((error as ConnectError).next).toMatch(next);
    }
  });
});

describe('input', () => {
  it('takes pieces of a line, and adds nothing to them', async () => {
    const source = 'process.stdin.on("data",(chunk)=>process.stdout.write(JSON.stringify(`${chunk}`)+"\\n"))';
    const { connection, frames } = await open(script(source));
    for (const piece of ['{"a"', ':1}']) {
      await connection.write(Buffer.from(piece));
      expect((await frames.take()).json).toBe(piece);
    }
  });
});

describe('output', () => {
  it('shows a carriage return, an empty line, bytes that are no UTF-8, and a last line without its end', async () => {
    const { connection, frames, transcript } = await open(
      script(`process.stdout.write(Buffer.from('{"a":1}\\r\\n\\n"\\xff"\\n\\ufeff1\\n{"b":2}', 'latin1'))`),
    );
    const seen: { text: string; json: unknown; entry: number }[] = [];
    for (let frame = await frames.next(); frame !== undefined; frame = await frames.next())
      seen.push({ text: Buffer.from(frame.bytes).toString('latin1'), json: frame.json, entry: frame.entry });
    expect(seen.map(({ text }) => text)).toEqual(['{"a":1}\r', '', '"\xff"', '\xff1', '{"b":2}']);
    expect(seen.map(({ json }) => json)).toEqual([{ a: 1 }, undefined, undefined, undefined, { b: 2 }]);
    const last = transcript.entries.find(({ entry }) => entry === seen.at(-1)?.entry);
    expect(last?.binding).toEqual({ unterminated: 'true' });
    expect((await awaitSoon('the exit', connection.exited)).code.value).toBe(0);
  });

  it('keeps the end of standard error, and not more', async () => {
    const { connection, transcript } = await open(
      script(`process.stderr.write('first ' + 'e'.repeat(5e6) + ' last'); process.stdin.resume()`),
    );
    await until('stderr to be read', () => connection.stderr().endsWith(' last'));
    expect(connection.stderr().length).toBe(64 * 1024);
    const recorded = transcript.entries.filter(({ channel }) => channel === 'stderr');
    expect(recorded[0]?.text).toMatch(/^first e/);
    expect(recorded.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThan(512 * 1024);
  });
});

describe('end', () => {
  it('tells the exit code and the signal', async () => {
    const left = await open(script('process.exitCode = 7'));
    expect((await awaitSoon('the exit', left.connection.exited)).code.value).toBe(7);
    const killed = await open(script('process.kill(process.pid, "SIGTERM")'));
    expect((await awaitSoon('the exit', killed.connection.exited)).signal.value).toBe('SIGTERM');
    const closing = await killed.connection.close('graceful');
    expect(closing.exitSignal?.value).toBe('SIGTERM');
    expect(closing.forced).toBe(false);
  });

  it('survives a target that closed its input', async () => {
    const { connection, transcript } = await open(
      script('require("fs").closeSync(0); console.log(1); setTimeout(() => console.log(2), 300)'),
    );
    const frames = connection.inbound[Symbol.asyncIterator]();
    await frames.next();
    const pipeBroke = () => transcript.entries.some(({ text }) => text.includes('EPIPE'));
    await until('the pipe to break', () => {
      if (!pipeBroke()) connection.send({ body: makeCall(1, 'echo') });
      return pipeBroke();
    });
    connection.send({ body: makeCall(2, 'echo') });
    expect(transcript.entries.some(({ text }) => text.startsWith('not sent'))).toBe(true);
    expect((await awaitSoon('what it wrote after', frames.next())).value).toMatchObject({ json: 2 });
  });

  it('says that it had to use force', async () => {
    const running = await target('stubborn');
    const { connection } = await open(running.endpoint);
    await until('the target to be up', () => running.pids().length > 0);
    connection.send({ body: makeCall(1, 'silent') });
    const closing = await connection.close('graceful');
    expect(closing).toMatchObject({ forced: true, exitSignal: { value: 'SIGKILL' } });
    expect(closing.tookMs).toBeGreaterThanOrEqual(2_900);
    expect(running.log()).toContain('SIGTERM');
  });

  it('stops waiting when the patience is over', async () => {
    const running = await target('stubborn');
    const { connection } = await open(running.endpoint);
    await until('the target to be up', () => running.pids().length > 0);
    const graceful = connection.close('graceful');
    expect((await connection.close('abrupt')).tookMs).toBeLessThan(1_000);
    await graceful;
    expect(gone(running)()).toBe(true);
  });

  it('takes with it what the target started', async () => {
    const running = await target('grandchild');
    const { connection, frames } = await open(running.endpoint);
    connection.send({ body: makeCall(1, 'echo') });
    await frames.take();
    expect(running.pids().filter(isAlive)).toHaveLength(2);
    expect((await connection.close('graceful')).forced).toBe(false);
    await until('both processes to be gone', gone(running), 1_000);
  });

  it('does not wait for a pipe that outlives the process', async () => {
    const running = await target('leaving');
    const { connection, frames } = await open(running.endpoint);
    const [exit] = await Promise.all([awaitSoon('the exit', connection.exited), frames.take()]);
    expect(exit.code.value).toBe(0);
    expect(await frames.next()).toBeUndefined();
    const channel = connection.listen();
    expect((await awaitSoon('the end', channel.ended)).how.value).toMatch(/holds its stdout open/);
    await until('both processes to be gone', gone(running), 1_000);
  });
});

describe('our own end', () => {
  const tool = fileURLToPath(new URL('../testing/tool.js', import.meta.url));

  it.each(['SIGINT', 'SIGTERM', 'exit', 'crash'] as const)('leaves no target behind: %s', async (end) => {
    const running = await target('stubborn', 'grandchild');
    const { command, args, env } = running.endpoint;
    const child = spawn(process.execPath, [tool, end, JSON.stringify({ command, args, env })], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await once(child.stdout, 'data');
    expect(running.pids().filter(isAlive)).toHaveLength(2);
    const exited = once(child, 'exit');
    if (end.startsWith('SIG')) child.kill(end as NodeJS.Signals);
    else child.kill('SIGUSR2');
    const [code, signal] = (await awaitSoon('the exit', exited)) as [number | null, string | null];
    expect(end.startsWith('SIG') ? signal : code).toBe(end.startsWith('SIG') ? end : end === 'exit' ? 3 : 1);
    await until('both processes to be gone', gone(running), 1_000);
  });

  it('leaves the signal to whoever handles it, and hangs on to nothing', async () => {
    const before = process.listenerCount('SIGINT');
    const first: StdioConnection = (await open(script('process.stdin.resume()'))).connection;
    const second = (await open(script('process.stdin.resume()'))).connection;
    expect(process.listenerCount('SIGINT')).toBe(before + 1);
    await Promise.all([first.close('abrupt'), second.close('abrupt')]);
    expect(process.listenerCount('SIGINT')).toBe(before);
  });
});
