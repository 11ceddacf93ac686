/** Stands in front of the engine of this machine, and fails as engines do: hangs, refuses, dawdles, dies. */
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';

/** What may go wrong with a call of a kind. */
export type Trouble =
  { hangs: true } | { refuses: number; times?: number } | { slowMs: number } | { dies: true };

/** Kinds of calls, by the first line of the request. */
const KINDS: readonly [string, RegExp][] = [
  ['ping', /^(GET|HEAD) \S*\/_ping/],
  ['info', /^GET \S*\/info/],
  ['list images', /^GET \S*\/images\/json/],
  ['inspect image', /^GET \S*\/images\/\S+\/json/],
  ['load', /^POST \S*\/images\/load/],
  ['pull', /^POST \S*\/images\/create/],
  ['build', /^POST \S*\/build/],
  ['create', /^POST \S*\/containers\/create/],
  ['attach', /^POST \S*\/containers\/\w+\/attach/],
  ['start', /^POST \S*\/containers\/\w+\/start/],
  ['wait', /^POST \S*\/containers\/\w+\/wait/],
  ['kill', /^POST \S*\/containers\/\w+\/kill/],
  ['pause', /^POST \S*\/containers\/\w+\/pause/],
  ['unpause', /^POST \S*\/containers\/\w+\/unpause/],
  ['update', /^POST \S*\/containers\/\w+\/update/],
  ['stats', /^GET \S*\/containers\/\w+\/stats/],
  ['inspect', /^GET \S*\/containers\/\w+\/json/],
  ['list', /^GET \S*\/containers\/json/],
  ['remove', /^DELETE \S*\/containers\//],
];

/** An engine that can be made to fail. */
export interface FakeEngine {
  /** For DOCKER_HOST. */
  readonly host: string;
  /** Calls by kind, as they came. */
  readonly calls: readonly string[];
  /** From now on, calls of this kind (`any` for all) meet with trouble. */
  trouble(kind: string, trouble: Trouble): void;
  /** Takes no connections, and drops those that there are. */
  die(): void;
  /** As it was, after a death as well. */
  heal(): Promise<void>;
  stop(): void;
}

/** Starts it, in a folder for its socket. */
export async function startFakeEngine(folder: string, real = '/var/run/docker.sock'): Promise<FakeEngine> {
  const path = join(folder, 'docker.sock');
  const open = new Set<Socket>();
  const troubles = new Map<string, Trouble & { met?: number }>();
  const calls: string[] = [];
  let server: Server | undefined;

  const die = (): void => {
    server?.close();
    server = undefined;
    for (const socket of open) socket.destroy();
  };
  const pass = (near: Socket, first: Buffer): void => {
    const far = connect({ path: real, allowHalfOpen: true });
    track(far);
    far.write(first);
    near.pipe(far);
    far.pipe(near);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const)
      one.once('close', () => other.destroy());
  };
  const track = (socket: Socket): void => {
    open.add(socket);
    socket.on('error', () => undefined).once('close', () => open.delete(socket));
  };
  const take = (near: Socket): void => {
    track(near);
    near.once('data', (first: Buffer) => {
      near.pause();
      const line = first.toString('latin1').split('\r\n', 1)[0] ?? '';
      const kind = KINDS.find(([, is]) => is.test(line))?.[0] ?? 'other';
      calls.push(kind);
      const trouble = troubles.get(kind) ?? troubles.get('any');
      if (trouble === undefined) return pass(near, first);
      if ('dies' in trouble) return die();
      if ('hangs' in trouble) return;
      if ('slowMs' in trouble) return void setTimeout(() => pass(near, first), trouble.slowMs);
      trouble.met = (trouble.met ?? 0) + 1;
      if (trouble.met > (trouble.times ?? Infinity)) return pass(near, first);
      const body = JSON.stringify({ message: 'unable to do this now' });
      near.end(
        `HTTP/1.1 ${trouble.refuses} No\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
      );
    });
  };
  const heal = async (): Promise<void> => {
    troubles.clear();
    if (server !== undefined) return;
    server = createServer({ allowHalfOpen: true }, take).listen(path);
    await once(server, 'listening');
  };
  await heal();
  return {
    host: `unix://${path}`,
    calls,
    trouble: (kind, what) => void troubles.set(kind, { ...what }),
    die,
    heal,
    stop: die,
  };
}
