/** The command-line options of the reference servers: ports, hosts and page sizes. */
import { parseArgs } from 'node:util';
import { PAGE_SIZES } from './fixture/page.js';
import type { PageSizes } from './fixture/page.js';

export interface Options {
  stdio: boolean;
  /** Where to listen, beside stdio or without. Port 0 takes a free one. */
  http: Guarded | undefined;
  websocket: Guarded | undefined;
  grpc: Listen | undefined;
  pageSizes: PageSizes;
}

export interface Listen {
  host: string;
  port: number;
}

/** What pages of other sites must not reach. */
export interface Guarded extends Listen {
  /** Further names for the `Host` and `Origin` headers, beside those of loopback. */
  allowedHosts: readonly string[];
}

const USAGE = `usage: [--stdio] [--http-port PORT] [--ws-port PORT] [--grpc-port PORT] [--host ADDRESS] [--allowed-host NAME]… [--page-size N]
  --stdio         beside ports, where it listens is said on stderr, and the end of the input ends all
  --host          address to listen on (127.0.0.1)
  --allowed-host  a further name for the Host and Origin headers, beside those of loopback
  --page-size     items a page in every list; 0 puts all on one page
`;

/** Reads the command line that all reference servers share; ends the process with 2 where it makes no sense. */
export function readOptions(argv: readonly string[] = process.argv.slice(2)): Options {
  try {
    return parse(argv);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
    return process.exit(2);
  }
}

function parse(argv: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      stdio: { type: 'boolean', default: false },
      'http-port': { type: 'string' },
      'ws-port': { type: 'string' },
      'grpc-port': { type: 'string' },
      host: { type: 'string', default: '127.0.0.1' },
      'allowed-host': { type: 'string', multiple: true, default: [] },
      'page-size': { type: 'string' },
    },
  });
  const listen = (name: 'http-port' | 'ws-port' | 'grpc-port'): Listen | undefined => {
    const port = values[name];
    return port === undefined ? undefined : { host: values.host, port: natural(`--${name}`, port, 65_535) };
  };
  const http = listen('http-port');
  const websocket = listen('ws-port');
  const grpc = listen('grpc-port');
  const listens = [http, websocket, grpc].some((each) => each !== undefined);
  if (!values.stdio && !listens)
    throw new Error('Name --stdio, or ports to listen on, such as --http-port 0.');
  const allowedHosts = values['allowed-host'];
  return {
    stdio: values.stdio,
    http: http && { ...http, allowedHosts },
    websocket: websocket && { ...websocket, allowedHosts },
    grpc,
    pageSizes: pageSizes(values['page-size']),
  };
}

function pageSizes(value: string | undefined): PageSizes {
  if (value === undefined) return PAGE_SIZES;
  const size = natural('--page-size', value, 1_000_000) || Infinity;
  return { tools: size, prompts: size, resources: size, resourceTemplates: size };
}

function natural(name: string, value: string, largest: number): number {
  if (!/^\d+$/.test(value) || Number(value) > largest) throw new Error(`${name}: not a number: ${value}`);
  return Number(value);
}
