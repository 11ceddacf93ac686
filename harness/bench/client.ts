import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'undici';
import { Transcript } from '../../adapters/transcript.js';
import { adapters } from '../../adapters/index.js';
import { DEFAULT_MAX_MESSAGE, type Connection } from '../../adapters/adapter.js';
import { isObject } from '../session/message.js';

/** One way to ask the echo server: through an adapter, or with as little code as the protocol allows. */
export interface EchoClient {
  ask(params: object): Promise<unknown>;
  close(): Promise<void>;
}

export const ECHO = new URL('./echo.js', import.meta.url).pathname;

const message = (id: number, params: object) => ({ jsonrpc: '2.0', id, method: 'echo', params });

/** Replies by id, the same for every client, so that only the transport differs. */
class Waiting {
  readonly #open = new Map<unknown, (reply: unknown) => void>();
  #lastId = 0;

  next(): { id: number; reply: Promise<unknown> } {
    const id = ++this.#lastId;
    return { id, reply: new Promise((resolve) => this.#open.set(id, resolve)) };
  }

  settle(reply: unknown): void {
    if (!isObject(reply)) return;
    this.#open.get(reply['id'])?.(reply);
    this.#open.delete(reply['id']);
  }
}

export async function viaAdapter(transport: 'stdio' | 'streamable-http', url: string): Promise<EchoClient> {
  const options = {
    era: 'legacy' as const,
    revision: '2025-11-25',
    signal: new AbortController().signal,
    transcript: new Transcript(),
    maxMessage: DEFAULT_MAX_MESSAGE,
  };
  const connection: Connection =
    transport === 'stdio'
      ? await (await adapters.stdio()).open({ command: process.execPath, args: [ECHO], env: {} }, options)
      : await (await adapters['streamable-http']()).open({ url, headers: {} }, options);
  const waiting = new Waiting();
  const reading = (async () => {
    for await (const frame of connection.inbound) waiting.settle(frame.json);
  })();
  return {
    ask(params) {
      const { id, reply } = waiting.next();
      connection.send({ body: message(id, params) });
      return reply;
    },
    async close() {
      await connection.close('abrupt');
      await reading;
    },
  };
}

export async function bareStdio(): Promise<EchoClient> {
  const child = spawn(process.execPath, [ECHO], { stdio: ['pipe', 'pipe', 'inherit'] });
  const waiting = new Waiting();
  let rest: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; start = end + 1, end = chunk.indexOf(10, start)) {
      rest.push(chunk.subarray(start, end));
      waiting.settle(JSON.parse(Buffer.concat(rest).toString('utf8')));
      rest = [];
    }
    rest.push(chunk.subarray(start));
  });
  return {
    ask(params) {
      const { id, reply } = waiting.next();
      child.stdin.write(`${JSON.stringify(message(id, params))}\n`);
      return reply;
    },
    close: () => end(child),
  };
}

export async function bareHttp(url: string): Promise<EchoClient> {
  const dispatcher = new Agent();
  let lastId = 0;
  return {
    async ask(params) {
      const { body } = await request(url, {
        dispatcher,
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
        body: JSON.stringify(message(++lastId, params)),
      });
      return body.json();
    },
    close: () => dispatcher.destroy(),
  };
}

export async function startEchoHttp(): Promise<{ url: string; stop(): Promise<void> }> {
  const child = spawn(process.execPath, [ECHO, '--http'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { url: line.toString('utf8').trim(), stop: () => end(child) };
}

async function end(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
