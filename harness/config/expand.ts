/** Fills environment variables into config values and remembers which of them are secret. */
import { isPlain } from './credentials.js';
import { UsageError } from './errors.js';
import { readCredential } from './sure-credential.js';

const VARIABLE = /\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}/g;

/** It stands for the free port only where a port can be written, and needs no such line. */
const PORT =
  ' A process that is started for you to listen finds its free port in PORT anyway: delete this line.';

/** Fills `${NAME}` and `${NAME:-default}` from an environment, and remembers which values it put in. */
export class Expander {
  readonly secrets = new Set<string>();
  /** Those of them that are surely credentials. */
  readonly credentials = new Set<string>();
  readonly #environment: NodeJS.ProcessEnv;

  constructor(environment: NodeJS.ProcessEnv) {
    this.#environment = environment;
  }

  /**
   * `keep` names variables that stay as they are. With `secret`, whatever is put in counts as one; without, only what
   * looks like one. Throws `UsageError` for a variable that is not set.
   */
  text(text: string, where: string, options: { secret?: boolean; keep?: readonly string[] } = {}): string {
    return text.replaceAll(VARIABLE, (whole, name: string, fallback: string | undefined) => {
      if (options.keep?.includes(name)) return whole;
      const value = this.#environment[name];
      if (value === undefined && fallback === undefined) {
        throw new UsageError(
          `${where}: expected the environment variable ${name} to be set, and it is not`,
          `export ${name}=…, or write \${${name}:-default}.${name === 'PORT' ? PORT : ''}`,
        );
      }
      if (value !== undefined && (options.secret === true || looksSecret(name, value)))
        this.secrets.add(value);
      return value ?? fallback ?? '';
    });
  }

  /** Values of an `env` or `headers` block. */
  texts(values: Readonly<Record<string, string>>, where: string): Record<string, string> {
    return Object.fromEntries(
      Object.entries(values).map(([name, text]) => [name, this.secret(name, text, `${where}.${name}`)]),
    );
  }

  /** One value that may be a secret, by its name or by the variables in it. */
  secret(name: string, text: string, where: string): string {
    const value = this.text(text, where, { secret: true });
    if (looksSecret(name, value)) this.add(value);
    this.note(name, value);
    return value;
  }

  /** Whatever has this name, where that says that it is a credential. */
  note(name: string, value: string): void {
    const credential = readCredential(name, value);
    if (credential === undefined) return;
    this.add(credential);
    this.credentials.add(credential);
  }

  /** A value, and the part of it after a scheme such as `Bearer`. */
  add(value: string): void {
    this.secrets.add(value);
    const token = /^\S+ (\S+)$/.exec(value)?.[1];
    if (token !== undefined) this.secrets.add(token);
  }
}

/**
 * Whether a value must be kept out of reports: by its name, or because it is long enough to be a key. Short plain
 * words (`debug`, `8080`) stay readable, because redacting them would garble the transcripts that are the evidence.
 */
export const looksSecret = (name: string, value: string): boolean =>
  !isPlain(value) &&
  (/key|token|secret|passw|auth|cred|cookie|session|bearer|signature/i.test(name) || value.length >= 16);
