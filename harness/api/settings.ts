/** Applies `--set TRANSPORT.OPTION=VALUE` over the config and checks the outcome. */
import { UsageError } from '../config/errors.js';
import { checkConfig, type Config } from '../config/load.js';

/** `--set TRANSPORT.OPTION=VALUE`: one option of a block of the config. */
export interface Setting {
  transport: string;
  /** Dotted: `tls.insecure`. */
  option: string;
  /** A text is read as YAML: numbers, booleans and lists are written as they would be in the file. */
  value: unknown;
}

/** By `TRANSPORT.OPTION`. */
export const listSettings = (values: Readonly<Record<string, unknown>>): Setting[] =>
  Object.entries(values).map(([name, value]) => {
    const [transport = '', ...option] = name.split('.');
    return { transport, option: option.join('.'), value };
  });

/** The config with what the command line sets over it, held against the schema. Rejects with `UsageError`. */
export async function applySettings(config: Config, settings: readonly Setting[]): Promise<Config> {
  if (settings.length === 0) return config;
  const { parse } = await import('yaml');
  const changed = structuredClone(config);
  for (const setting of settings) {
    const block = changed.transports[setting.transport];
    if (block === undefined) {
      throw new UsageError(
        `--set ${formatSetting(setting)}: the target is not named on ${setting.transport}`,
        `It is named on ${Object.keys(config.transports).join(', ')}.`,
      );
    }
    const { option, value } = setting;
    const given: unknown = typeof value === 'string' ? readValue(setting, () => parse(value)) : value;
    put(block as Record<string, unknown>, option.split('.'), given);
  }
  const at = (path: readonly string[]): string => {
    const [, transport, ...option] = path;
    const from = settings.find(
      (one) => one.transport === transport && option.join('.').startsWith(one.option),
    );
    return from === undefined ? '--set' : `--set ${formatSetting(from)}`;
  };
  return checkConfig(changed, at, '`mcptc init` shows what can be set.');
}

/** A value that is no YAML is a slip of who wrote it. */
function readValue(setting: Setting, read: () => unknown): unknown {
  try {
    return read();
  } catch (cause) {
    const [why = ''] = (cause as Error).message.split('\n');
    throw new UsageError(
      `--set ${setting.transport}.${setting.option}: its value is no YAML: ${/call stack/i.test(why) ? 'it is nested too deep' : why}`,
      'Put a text with special characters in quotes of its own.',
      { cause },
    );
  }
}

export const formatSetting = ({ transport, option, value }: Setting): string =>
  `${transport}.${option}=${typeof value === 'string' ? value : JSON.stringify(value)}`;

function put(block: Record<string, unknown>, [key = '', ...rest]: readonly string[], value: unknown): void {
  if (key === '__proto__') return;
  if (rest.length === 0) block[key] = value;
  else {
    const inner = block[key];
    const next = typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>) : {};
    block[key] = next;
    put(next, rest, value);
  }
}
