/** The types of what resolving a config needs beside it, such as options of the command line. */
import type { TlsOptions } from '../../adapters/tls.js';
import type { PlaceOf } from './slips.js';

/** What stands around a config: where it came from, and what the command line adds. */
export interface Surroundings {
  /** For messages: the file, or `the command line`. */
  from: string;
  /** `file:line:column` of a part of the config, and its name; where that is unknown, the name alone. */
  at?: PlaceOf;
  /** Relative folders and files of the config start here. */
  base: string;
  /** Words of a command line that lead to this config again, on one transport. */
  reproduceWith: (transport: string) => readonly string[];
  environment: NodeJS.ProcessEnv;
  startTimeoutMs: number;
  urlWaitMs?: number;
  /** Already resolved, and stronger than the config's own. */
  env: Readonly<Record<string, string>>;
  headers: Readonly<Record<string, string>>;
  tls: TlsOptions;
  cwd?: string;
  /** Values of the above that must not be shown. */
  secrets: readonly string[];
}

/** Expands the words of a command; `keep` names variables that stay. */
export type CommandExpander = (
  command: readonly string[],
  where: string,
  keep?: readonly string[],
) => string[];
