// A target that misbehaves inside its container while a right server speaks for it: `inside.js WHAT FILE ARGUMENTS…`.
// It says on stderr, in a line of JSON, how far it got. Nothing here is to be run outside a container. One file, with
// nothing to import but Node, so that it can be copied into an image.
import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import { writeFileSync } from 'node:fs';

// WHAT may end in `:DATA`.
const [given = '', file = '', ...args] = process.argv.slice(2);
const [, what = '', data = ''] = /^(\w*):?(.*)$/s.exec(given) ?? [];

const tell = (outcome: unknown): void =>
  void process.stderr.write(`${JSON.stringify({ mischief: what, outcome })}\n`);

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);

/** Processes that are started each time. */
const AT_ONCE = 16;
/** Milliseconds for a connection that nothing answers. */
const CONNECT = 2_000;

/** A way out: an address, or the path of a socket, and what to say there. */
interface Way {
  over: 'tcp' | 'udp4' | 'udp6' | 'unix';
  host: string;
  port: number;
  say: string;
}

/** Goes one of the ways, and says how far it got. */
function go({ over, host, port, say }: Way): Promise<string> {
  return new Promise((resolve) => {
    setTimeout(() => resolve('no answer'), CONNECT);
    if (over === 'tcp' || over === 'unix') {
      const socket = connect(over === 'unix' ? { path: host.replace('@', '\0') } : { host, port });
      socket.once('connect', () => socket.write(say)).once('data', () => resolve('ANSWERED'));
      socket.on('error', (error) => resolve(codeOf(error)));
      return;
    }
    const socket = createSocket(over);
    socket.on('error', (error) => resolve(codeOf(error))).once('message', () => resolve('ANSWERED'));
    socket.bind(() => {
      socket.setBroadcast(true);
      socket.send(say, port, host, (error) => {
        if (error !== null) resolve(codeOf(error));
      });
    });
  });
}

const mischief: Readonly<Record<string, () => void>> = {
  ways() {
    const ways = JSON.parse(data) as Way[];
    void Promise.all(ways.map(async (way) => [way.say, await go(way)])).then(tell);
  },

  env: () => tell(process.env),

  network() {
    // An address for documentation: nobody is there, and without a way out there is not even an attempt.
    const socket = connect({ host: '192.0.2.1', port: 80, timeout: CONNECT });
    const end = (outcome: string): void => {
      tell(outcome);
      socket.destroy();
    };
    socket
      .once('connect', () => end('connected'))
      .once('timeout', () => end('no answer'))
      .once('error', (error) => end(codeOf(error)));
  },

  write() {
    try {
      writeFileSync('/app/written', 'x');
      tell('written');
    } catch (error) {
      tell(codeOf(error));
    }
  },

  /** Sleepers, until no more may start: they read what never comes, so that the machine is left to whoever counts them. */
  fork() {
    const more = setInterval(() => {
      for (let count = 0; count < AT_ONCE; count += 1)
        spawn('/bin/cat', { stdio: ['pipe', 'ignore', 'ignore'] }).on('error', (error) => {
          clearInterval(more);
          tell(codeOf(error));
        });
    }, 10);
  },

  allocate() {
    tell('begun');
    const kept: Buffer[] = [];
    const more = (): void => {
      kept.push(Buffer.alloc(32 * 1024 * 1024, kept.length));
      setImmediate(more);
    };
    more();
  },
};

const server = spawn(process.execPath, [file, ...args], { stdio: 'inherit' });
server.once('exit', (code) => process.exit(code ?? 1));
process.once('SIGTERM', () => server.kill('SIGTERM'));
mischief[what]?.();
