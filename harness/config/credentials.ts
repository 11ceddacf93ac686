/** Finds credentials in the words of a command and in URLs, and puts the names of variables in their place. */

/** A value that must not be shown, and the variable that stands for it in a command line that can be shown. */
export interface Credential {
  value: string;
  name: string;
}

/** Characters of a value that is long enough to be a key, whatever it is called. */
const LONG = 16;

/** Words of a name that say that its value is a secret. */
const SECRET_NAME =
  /(?:^|[-_.\s])(?:api[-_]?key|access[-_]?key|private[-_]?key|key|token|secret|pass|passw(?:or)?d|passphrase|pwd|pat|auth|authorization|bearer|credentials?|cookie|signature|sig)$/i;

/** How tokens of well-known services begin, and a JSON Web Token. */
const KNOWN =
  /^(?:sk-|pk_|sk_|rk_|gh[opsur]_|github_pat_|glpat-|xox[abeprs]-|AKIA|ASIA|AIza|ya29\.|hf_|npm_|pypi-|dop_v1_|shpat_|SG\.|eyJ[\w-]{8,}\.)[\w.+/=-]{8,}$/;

/** Values that say how, and are no secret, whatever they are called. */
const PLAIN = /^(?:true|false|yes|no|on|off|none|null|auto|basic|bearer|oauth2?|default|required)$/i;

/** Whether the value is only a setting: to redact it would garble every text. */
export const isPlain = (value: string): boolean => PLAIN.test(value);

/** In `apiKey` and in `--api-key` alike. */
const wordsOf = (name: string): string => name.replaceAll(/([a-z\d])([A-Z])/g, '$1_$2').replace(/^-+/, '');

const isSecretName = (name: string): boolean => SECRET_NAME.test(wordsOf(name));

/** Long, of letters and digits without a pattern: no word, no path, no version. */
const isRandom = (value: string): boolean =>
  /^[\w+=-]{24,}$/.test(value) && /\d/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value);

const isToken = (value: string): boolean => KNOWN.test(value) || isRandom(value);

/** `API_KEY` of `--api-key`. */
const variableOf = (name: string): string => {
  const variable = wordsOf(name)
    .replaceAll(/[^A-Za-z\d]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .toUpperCase();
  return /^[A-Z]/.test(variable) ? variable : 'SECRET';
};

/** In the words of a command: `--api-key VALUE`, `NAME=VALUE`, what looks like a token, and what stands in a URL. */
export function findCredentials(words: readonly string[]): Credential[] {
  return words.flatMap((word, index): Credential[] => {
    const named = /^(-{0,2}[A-Za-z][\w.-]*)[=:]\s*(.+)$/s.exec(word);
    const [, name = '', value = ''] = named ?? [];
    if (named !== null && isSecretName(name) && !isPlain(value)) return ofValue(name, value);
    if (named !== null && isToken(value)) return [{ value, name: variableOf(name) }];
    if (word.includes('://')) return findInUrl(word);
    const before = words[index - 1] ?? '';
    const follows = /^-{1,2}[A-Za-z]/.test(before) && !before.includes('=') && !word.startsWith('-');
    if (follows && isSecretName(before) && isValue(word)) return ofValue(before, word);
    return isToken(word) ? [{ value: word, name: follows ? variableOf(before) : 'TOKEN' }] : [];
  });
}

/** Not `--key server.pem` and the like: what names a file is no secret. */
const isValue = (word: string): boolean =>
  !isPlain(word) && !/[/\\]|\.(?:pem|key|crt|json|ya?ml|txt|env)$/i.test(word);

/** After a scheme such as `Bearer`, the rest. */
export function ofValue(name: string, value: string): Credential[] {
  const token = /^(?:Bearer|Basic|Token) (\S+)$/i.exec(value)?.[1] ?? value;
  return [{ value: token, name: variableOf(name) }];
}

/** The password before the host, parameters that are called a key, and parts of the path that look like a token. */
export function findInUrl(url: string): Credential[] {
  const [, user = '', password = ''] = /:\/\/([^/?#@:]*)(?::([^/?#]*))?@/.exec(url) ?? [];
  const at = /:\/\/[^/?#@]*@/.test(url);
  const query = url.replace(/#.*/s, '').split('?').slice(1).join('?').split('&');
  const found = [
    ...(password === '' ? [] : [{ value: password, name: 'PASSWORD' }]),
    ...(at && password === '' && isToken(user) ? [{ value: user, name: 'TOKEN' }] : []),
    ...query.flatMap((parameter): Credential[] => {
      const [name = '', ...value] = parameter.split('=');
      const text = value.join('=');
      const secret =
        text.length >= LONG || (text !== '' && isSecretName(name) && !isPlain(text)) || isToken(text);
      return secret ? [{ value: text, name: variableOf(name) }] : [];
    }),
    ...url
      .replace(/[?#].*/s, '')
      .split('/')
      .slice(3)
      .filter(isToken)
      .map((value) => ({ value, name: 'TOKEN' })),
  ];
  // A target may say it back decoded.
  return found.flatMap((one) => [one, ...decodedOf(one)]).filter(({ value }) => !/^\$\{\w+/.test(value));
}

function decodedOf(one: Credential): Credential[] {
  try {
    const value = decodeURIComponent(one.value);
    return value === one.value ? [] : [{ ...one, value }];
  } catch {
    return [];
  }
}

/** A URL in a message: without what stands before its host. */
export const hideUser = (text: string): string =>
  text.replaceAll(
    /(:\/\/)?[^\s/?#@:]*:[^\s/?#]*@/g,
    (_, scheme: string | undefined) => `${scheme ?? ''}[redacted]@`,
  );

/** Words with `${NAME}` in place of each value. The longest go first: one may be a part of another. */
export function nameCredentials(words: readonly string[], credentials: readonly Credential[]): string[] {
  const all = credentials
    .filter(({ value }) => value.length >= 4)
    .toSorted((a, b) => b.value.length - a.value.length);
  return words.map((word) =>
    all.reduce((text, { value, name }) => text.split(value).join(`\${${name}}`), word),
  );
}

/** What tells a shell where it is, and no secret of anybody. */
const SYSTEM = /^(?:_|PWD|OLDPWD|HOME|PATH|SHELL|USER|LOGNAME|HOSTNAME)$/;

/** A variable for each secret: the one that holds it already, or that it was named by, or a name of its own. */
export function nameSecrets(
  secrets: readonly string[],
  suggested: readonly Credential[],
  environment: NodeJS.ProcessEnv,
): Credential[] {
  const taken = new Set<string>();
  // What follows the scheme is a secret of its own.
  return secrets
    .filter((value) => !/^(?:Bearer|Basic|Token) \S/i.test(value))
    .map((value) => {
      const holds = Object.entries(environment).find(([name, held]) => held === value && !SYSTEM.test(name));
      const wanted = holds?.[0] ?? suggested.find((one) => one.value === value)?.name ?? 'SECRET';
      let name = wanted;
      for (let count = 2; taken.has(name); count++) name = `${wanted}_${count}`;
      taken.add(name);
      return { value, name };
    });
}
