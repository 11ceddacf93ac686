/** Finds what no schema says of a config: commands, variables and headers that no system takes. */
import { statSync } from 'node:fs';
import { UsageError } from './errors.js';

/** What no value of a header holds, and none of gRPC metadata. */
const NOT_IN_A_HEADER = /[^\t\x20-\x7e\x80-\xff]/;
export const NOT_IN_METADATA = /[^\x20-\x7e]/;

/** What of a config is looked at. */
interface Checked {
  transports: Readonly<Record<string, object | undefined>>;
  reset?: readonly string[];
  env?: Readonly<Record<string, string>>;
  identities?: Readonly<Record<string, { headers?: Readonly<Record<string, string>> }>>;
  cwd?: string;
}

/** Where a part of a config stands, in words for the user. */
export type PlaceOf = (path: readonly (string | number)[]) => string;

/** Headers that say how a message is sent: whoever sends it sets them. */
const OF_THE_CONNECTION =
  /^(?:connection|content-length|expect|http2-settings|keep-alive|proxy-connection|te|trailer|transfer-encoding|upgrade)$/i;

/** Throws `UsageError` for the first slip, with its place. */
export function checkSlips(config: Checked, at: PlaceOf): void {
  for (const [name, block] of Object.entries(config.transports)) {
    const { command, headers, metadata } = (block ?? {}) as Record<string, unknown>;
    const path = ['transports', name];
    if (Array.isArray(command)) checkCommand(command as string[], at([...path, 'command']));
    const texts = { headers, metadata };
    for (const [field, values] of Object.entries(texts)) {
      for (const [header, value] of Object.entries((values ?? {}) as Record<string, string>))
        checkHeader(header, value, at([...path, field, header]));
    }
  }
  for (const [name, { headers = {} }] of Object.entries(config.identities ?? {}))
    for (const [header, value] of Object.entries(headers))
      checkHeader(header, value, at(['identities', name, 'headers', header]));
  if (config.reset !== undefined) checkCommand(config.reset, at(['reset']));
  for (const [name, value] of Object.entries(config.env ?? {})) checkVariable(name, value, at(['env', name]));
  if (config.cwd !== undefined) refuseNul(config.cwd, at(['cwd']));
}

/** A program and its arguments. */
export function checkCommand(command: readonly string[], where: string): void {
  if ((command[0] ?? '').trim() === '') {
    throw new UsageError(
      `${where}: expected a program to start, got ${JSON.stringify(command[0] ?? '')}`,
      'Name the program first, and each of its arguments as a word of its own.',
    );
  }
  for (const word of command) refuseNul(word, `${where}: a word of the command`);
}

export function checkVariable(name: string, value: string, where: string): void {
  checkVariableName(name, where);
  refuseNul(value, `${where}: the value of ${name}`);
}

/** A name that a variable of an environment can have. */
export function checkVariableName(name: string, where: string): void {
  if (/^[A-Za-z_][\w.-]*$/.test(name)) return;
  throw new UsageError(
    `${where}: expected the name of a variable, got ${JSON.stringify(name.split('=', 1)[0])}${name.includes('=') ? ' and a value behind it' : ''}`,
    'A name has letters, digits and _, and its value stands apart from it.',
  );
}

/** What HTTP allows in a header: RFC 9110, section 5. The value is not said, because it may be a secret. */
export function checkHeader(name: string, value: string, where: string, allowed = NOT_IN_A_HEADER): void {
  if (!/^[!#$%&'*+.^_`|~\dA-Za-z-]+$/.test(name)) {
    throw new UsageError(
      `${where}: ${JSON.stringify(name)} is no name of a header`,
      'A name has letters, digits and -, and no space.',
    );
  }
  if (OF_THE_CONNECTION.test(name)) {
    throw new UsageError(
      `${where}: ${name} says how a message is sent, and is set by whoever sends it`,
      'Leave it out.',
    );
  }
  const wrong = allowed.exec(value)?.[0];
  if (wrong === undefined) return;
  const code = (wrong.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  throw new UsageError(
    `${where}: the value of ${name} holds U+${code}, which no header can hold`,
    wrong < ' ' || wrong === '\x7f'
      ? 'Write it in one line without control characters; a file read into a variable often ends with a line feed.'
      : 'Write it in ASCII, encoded as the server expects it.',
  );
}

/** Where processes start. */
export function checkFolder(folder: string, where: string): void {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found?.isDirectory() === true) return;
  throw new UsageError(
    `${where}: ${found === undefined ? 'there is no' : 'expected a folder, and a file is'} ${folder}`,
    'Name a folder that there is.',
  );
}

function refuseNul(text: string, what: string): void {
  if (!text.includes('\0')) return;
  throw new UsageError(`${what} holds a NUL character, which no system takes`, 'Leave it out.');
}
