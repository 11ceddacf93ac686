import { parseArgs } from 'node:util';
import { PAGE_SIZES } from './fixture/page.js';
import type { PageSizes } from './fixture/page.js';

export interface Options {
  /** Where to listen for Streamable HTTP; absent for stdio. Port 0 takes a free one. */
  http: { host: string; port: number; allowedHosts: readonly string[] } | undefined;
  pageSizes: PageSizes;
}

const USAGE = `usage: --stdio | --http-port PORT [--host ADDRESS] [--allowed-host NAME]… [--page-size N]
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
      host: { type: 'string', default: '127.0.0.1' },
      'allowed-host': { type: 'string', multiple: true, default: [] },
      'page-size': { type: 'string' },
    },
  });
  const port = values['http-port'];
  if (values.stdio === (port !== undefined)) throw new Error('Name one transport: --stdio or --http-port.');
  return {
    http:
      port === undefined
        ? undefined
        : {
            host: values.host,
            port: natural('--http-port', port, 65_535),
            allowedHosts: values['allowed-host'],
          },
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
