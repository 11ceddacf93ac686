/** Tells which values that a target is given are surely credentials, so that they may not come back. */

const AUTHORIZATION = /^(?:proxy-)?authorization$/i;
const WORDS: readonly string[] = [
  'key',
  'apikey',
  'token',
  'secret',
  'password',
  'passwd',
  'passphrase',
  'credential',
  'credentials',
];
/** What is meant for everybody. */
const PUBLIC = /public/i;
/** Characters of the shortest that is told from a word: what is shorter may stand in any text. */
const SHORTEST = 8;

/**
 * The credential in a variable or a header, or nothing. Its name says that it is one, and nobody writes it by chance: it has
 * letters and digits, and is no path, address or text of several lines. Not to be missed matters less than to be sure.
 */
export function readCredential(name: string, value: string): string | undefined {
  const isAuthorization = AUTHORIZATION.test(name);
  if (!isAuthorization && (!WORDS.includes(lastWordOf(name)) || PUBLIC.test(name))) return undefined;
  const bare = isAuthorization ? value.replace(/^\S+ +/, '') : value;
  const isSure =
    bare.length >= SHORTEST &&
    /[A-Za-z]/.test(bare) &&
    /\d/.test(bare) &&
    !/\s|:\/\/|^[~./]|^[A-Za-z]:\\/.test(bare);
  return isSure ? bare : undefined;
}

/** `key` of `API_KEY`, of `x-api-key` and of `apiKey`. */
const lastWordOf = (name: string): string =>
  name
    .split(/[_.-]|(?<=[a-z])(?=[A-Z])/)
    .at(-1)
    ?.toLowerCase() ?? '';
