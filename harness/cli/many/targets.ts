/** Which targets a command line names, where a file names several. */
import { findConfig, listConfigTargets } from '../../config/load.js';
import { UsageError } from '../../config/errors.js';
import { listMcpServers } from '../../config/mcp-json.js';
import { formatHint } from '../../config/suggest.js';
import type { RunCommandOptions } from '../run-command.js';

/** The file and the names in it that are meant. */
export interface ManyTargets {
  from?: string;
  config?: string;
  names: string[];
}

/** Nothing where the command line leads to one target. Throws `UsageError`. */
export async function findManyTargets(
  urls: readonly string[],
  command: readonly string[] | undefined,
  { from, config, image, server }: RunCommandOptions,
): Promise<ManyTargets | undefined> {
  // More than one way to name a target is a mistake that is told where one is run.
  if (urls.length > 0 || command !== undefined || image !== undefined) return undefined;
  if (from !== undefined && config !== undefined) return undefined;
  const file = from ?? config ?? findConfig();
  if (file === undefined) return undefined;
  const there = from === undefined ? await listConfigTargets(file) : listMcpServers(file);
  if (there === undefined) return undefined;
  if (there.length === 0) throw new UsageError(`${file} names no server`, 'Add one to it.');
  const names = [...new Set(server ?? there)];
  for (const name of names) {
    if (!there.includes(name))
      throw new UsageError(`${file} has no server \`${name}\``, formatHint(name, there));
  }
  if (names.length === 1) return undefined;
  return { ...(from === undefined ? {} : { from }), ...(config === undefined ? {} : { config }), names };
}

/** What belongs to one server: given to all, a token would go where it does not belong, and a baseline would be out of place. */
const OF_ONE = {
  header: 'in the file, at its server',
  bearerEnv: 'in the file, at its server',
  cert: 'in the file, at its server',
  key: 'in the file, at its server',
  ca: 'in the file, at its server',
  insecure: 'in the file, at its server',
  env: 'in the file, at its server',
  cwd: 'in the file, at its server',
  baseline: 'in a run of its own (--server NAME)',
  case: 'in a run of its own (--server NAME)',
} as const satisfies { [K in keyof RunCommandOptions]?: string };

/** Throws `UsageError` for an option that only one server can have. */
export function refuseOptionsOfOne(given: RunCommandOptions, count: number): void {
  for (const [name, where] of Object.entries(OF_ONE)) {
    if (given[name as keyof typeof OF_ONE] === undefined) continue;
    const flag = name === 'bearerEnv' ? 'bearer-env' : name;
    throw new UsageError(`--${flag} is for one server, and ${count} are named`, `Give it ${where}.`);
  }
}
