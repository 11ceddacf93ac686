/** The servers of the native gRPC service in other languages, as far as this machine can run them. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

interface Peer {
  name: string;
  /** The words that start it, or why it cannot be started here. */
  command: readonly string[] | { missing: string };
  env?: NodeJS.ProcessEnv;
}

const GALLERY = fileURLToPath(new URL('../../containers/servers/gallery/', import.meta.url));
/** A folder with what each `build.sh` of the gallery made, in a folder of that server's name. */
const { GRPC_PEERS: BUILT, PYTHON = 'python3' } = process.env;

const findBuilt = (name: string, file: string, words: (folder: string) => string[]): Peer => {
  const folder = join(BUILT ?? '', name);
  const there = BUILT !== undefined && existsSync(join(folder, file));
  return {
    name,
    command: there ? words(folder) : { missing: `GRPC_PEERS names no folder with a built ${name}` },
  };
};

/** From its source, where the stubs are installed. */
function findPython(): Peer {
  const name = 'grpc-python';
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };
  const built = findBuilt(name, 'app/server/main.py', (folder) => [
    PYTHON,
    join(folder, 'app/server/main.py'),
  ]);
  if (Array.isArray(built.command)) {
    const site = join(BUILT ?? '', name, 'app/site');
    return { ...built, env: { ...env, PYTHONPATH: [site, process.env['PYTHONPATH']].join(delimiter) } };
  }
  const asked = spawnSync(PYTHON, ['-c', 'import grpc, mcp_grpc_transport_proto'], { encoding: 'utf8' });
  const has = asked.status === 0;
  const command = has
    ? [PYTHON, join(GALLERY, name, 'server/main.py')]
    : { missing: `${PYTHON} lacks grpcio or mcp-grpc-transport-proto` };
  return { name, command, env };
}

export const peers: readonly Peer[] = [
  findPython(),
  findBuilt('grpc-go', 'server', (folder) => [join(folder, 'server')]),
  findBuilt('grpc-java', 'app/classes/Main.class', (folder) => {
    const path = [join(folder, 'app', '*'), join(folder, 'app/classes')].join(delimiter);
    return ['java', '-cp', path, 'Main'];
  }),
];

/** Starts one on a free port of loopback, which it prints. */
export async function startPeer({ command, env }: Peer): Promise<{ port: number; stop(): Promise<void> }> {
  if ('missing' in command) throw new Error(command.missing);
  const [program = '', ...words] = command;
  const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'inherit'], ...(env && { env }) });
  const exited = once(child, 'exit');
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await exited;
  };
  for await (const line of createInterface({ input: child.stdout })) {
    child.stdout.resume();
    return { port: Number(/\d+$/.exec(line)?.[0]), stop };
  }
  throw new Error(`${program} ended before it listened`);
}
