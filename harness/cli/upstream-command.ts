/** Declares `mcptc upstream` and carries it out: a server to put behind a gateway, and a record of what reached it. */
import { appendFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { Heard } from '../../containers/servers/upstream/upstream.js';
import { UsageError } from '../config/errors.js';
import type { Invocation } from './invocation.js';

interface Options {
  name: string;
  port: string;
  record?: string;
}

const LAST_PORT = 65_535;

export function addUpstream(program: Command, invocation: Invocation): void {
  program
    .command('upstream')
    .description('serve a reference server to put behind a gateway: what reaches it is recorded')
    .option('--name <name>', 'what its tools begin with; two behind one gateway need two names', 'one')
    .option('--port <port>', 'on 127.0.0.1; 0 for any that is free', '0')
    .option('--record <file>', 'headers and messages, one line of JSON for each POST')
    .addHelpText(
      'after',
      '\nTwo of them behind a gateway that is the target: `mcptc run GATEWAY` then looks for what one was told at the other.' +
        '\nIt ends with Ctrl-C.',
    )
    .action(async (options: Options) => {
      await serve(options);
      invocation.exit(0);
    });
}

async function serve({ name, port, record }: Options): Promise<void> {
  if (!/^[a-z0-9-]{1,40}$/i.test(name))
    throw new UsageError(`${name} is no name of an upstream`, 'Use letters, digits and hyphens.');
  if (!/^\d{1,5}$/.test(port) || Number(port) > LAST_PORT)
    throw new UsageError(`${port} is no port`, 'Use a number from 0 to 65535.');
  const { serveUpstream } = await import('../../containers/servers/upstream/upstream.js');
  const write = (heard: Heard): void => appendFileSync(record as string, `${JSON.stringify(heard)}\n`);
  const url = await serveUpstream({
    name,
    port: Number(port),
    ...(record === undefined ? {} : { record: write }),
  });
  process.stdout.write(`${JSON.stringify({ transport: 'streamable-http', name, url })}\n`);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, resolve);
  });
  process.exit(0);
}
