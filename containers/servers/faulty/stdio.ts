/** Relays stdio between a client and a right server, and applies a fault's hooks on the way. */
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { readLines } from '../honest/lines.js';
import { startUpstream } from './upstream.js';
import type { Fault } from './fault.js';
import { MessageInterceptor, makeScope, type InterceptedChannel } from './interceptor.js';

/** Stands between the client on our standard streams and a right server on its own. */
export async function meddleOverStdio(fault: Fault): Promise<void> {
  const hooks = fault.stdio ?? {};
  if (hooks.start !== undefined) process.stdout.write(hooks.start);
  const child = startUpstream(fault.upstream ?? 'both');
  const input = child.stdin!;
  input.on('error', () => undefined);
  process.stdout.on('error', () => process.exit(0));
  child.once('exit', (code) => {
    if (hooks.end !== 'ignored' || !process.stdin.readableEnded) process.exitCode ??= code ?? 1;
  });

  const interceptor = new MessageInterceptor(fault, 'stdio');
  const text = (document: unknown) =>
    hooks.output?.(document, interceptor.memory) ?? `${JSON.stringify(document)}\n`;
  const channel: InterceptedChannel = {
    scope: makeScope(),
    memory: {},
    say: (message) => void process.stdout.write(text(message)),
  };

  const fromClient = async () => {
    for await (const line of readLines(chunksOf(hooks.chunk))) {
      const passed = hooks.line ? hooks.line(line, interceptor.memory) : line;
      if (passed === undefined) continue;
      const document = parsed(passed);
      // Not awaited: a hook that holds one message back must not hold back the ones after it.
      void pass(document === undefined ? passed : interceptor.fromClient(document, channel), input);
      if (input.writableNeedDrain) await Promise.race([once(input, 'drain'), once(input, 'close')]);
    }
    // What was just read is still on its way through the hooks.
    await new Promise((resolve) => setImmediate(resolve));
    if (hooks.end === 'exits-at-once') process.exit(0);
    if (hooks.end === 'ignored') setInterval(() => undefined, 60_000);
    else input.end();
  };

  const fromServer = async () => {
    for await (const line of readLines(child.stdout!)) {
      const document = parsed(line);
      if (document === undefined) await write(process.stdout, Buffer.concat([line, Buffer.from('\n')]));
      else
        for (const said of interceptor.fromServer(document, channel)) await write(process.stdout, text(said));
    }
    if (hooks.last !== undefined) await write(process.stdout, hooks.last);
    if (hooks.end !== 'ignored') process.stdin.destroy();
  };

  await Promise.all([fromClient().catch(() => input.end()), fromServer()]);
}

async function pass(document: unknown, input: Writable): Promise<void> {
  const passed = document instanceof Promise ? ((await document) as unknown) : document;
  if (passed === undefined || !input.writable) return;
  const bytes = Buffer.isBuffer(passed) ? passed : Buffer.from(JSON.stringify(passed));
  input.write(bytes);
  input.write('\n');
}

async function write(stream: Writable, bytes: Buffer | string): Promise<void> {
  if (!stream.write(bytes)) await once(stream, 'drain');
}

async function* chunksOf(change: ((chunk: Buffer) => Buffer) | undefined): AsyncGenerator<Buffer> {
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) yield change ? change(chunk) : chunk;
}

function parsed(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString('utf8'));
  } catch {
    return undefined;
  }
}
