// A target that misbehaves inside its container while a right server speaks for it: `inside.js WHAT FILE ARGUMENTS…`.
// It says on stderr, in a line of JSON, how far it got. Nothing here is to be run outside a container. One file, with
// nothing to import but Node, so that it can be copied into an image.
import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { writeFileSync } from 'node:fs';

const [what = '', file = '', ...args] = process.argv.slice(2);

const tell = (outcome: unknown): void =>
  void process.stderr.write(`${JSON.stringify({ mischief: what, outcome })}\n`);

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);

/** Milliseconds for a connection that nothing answers. */
const CONNECT = 2_000;

const mischief: Readonly<Record<string, () => void>> = {
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

  /** Sleepers that each start two more. */
  fork() {
    const script = 'f() { (f; cat /dev/zero > /dev/null) & (f; cat /dev/zero > /dev/null) & wait; }; f';
    const more = setInterval(() => {
      spawn('/bin/sh', ['-c', script], { stdio: 'ignore' }).on('error', (error) => {
        tell(codeOf(error));
        clearInterval(more);
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
