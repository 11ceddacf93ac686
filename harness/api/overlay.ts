/** What the options of a run put over the description of a target, and the words that say so again without secrets. */
import type { TargetSpec } from '../../containers/targets/spec.js';
import {
  findCredentials,
  nameCredentials,
  nameSecrets,
  ofValue,
  type Credential,
} from '../config/credentials.js';
import { Expander, looksSecret } from '../config/expand.js';
import { readTls } from '../config/network.js';
import type { Surroundings } from '../config/surroundings.js';
import type { RunDocument } from './document.js';

/** The words that reach the target again are shown and kept: a variable stands in them for each secret. */
export function nameSecretsOf(spec: TargetSpec, suggested: readonly Credential[]): TargetSpec {
  const { transports, foreign = {}, secrets } = spec;
  const all = [...Object.values(transports), ...Object.values(foreign)];
  const found = all.flatMap(({ reproduceWith }) => findCredentials(reproduceWith));
  const names = nameSecrets(secrets, [...suggested, ...found], process.env);
  const hide = <T extends object>(blocks: T): T =>
    Object.fromEntries(
      Object.entries(blocks).map(([name, block]: [string, { reproduceWith: readonly string[] }]) => [
        name,
        { ...block, reproduceWith: nameCredentials(block.reproduceWith, names) },
      ]),
    ) as T;
  return {
    ...spec,
    transports: hide(transports),
    ...(spec.foreign === undefined ? {} : { foreign: hide(foreign) }),
  };
}

/** What the command line puts over whatever the target's own description says. */
export function readOverlay(options: RunDocument): {
  values: Pick<Surroundings, 'env' | 'headers' | 'tls' | 'cwd' | 'secrets'>;
  process: string[];
  network: string[];
  credentials: Credential[];
} {
  const expander = new Expander(process.env);
  const env: Record<string, string> = {};
  const processWords: string[] = [];
  const credentials: Credential[] = [];
  for (const [name, given] of Object.entries(options.env ?? {})) {
    const value = given ?? expander.text(`\${${name}}`, `--env ${name}`, { secret: true });
    const secret = looksSecret(name, value);
    if (secret) {
      expander.add(value);
      credentials.push({ value, name });
    }
    env[name] = value;
    processWords.push('--env', given === undefined || secret ? name : `${name}=${given}`);
  }
  if (options.cwd !== undefined) processWords.push('--cwd', options.cwd);
  const headers: Record<string, string> = { ...options.headers };
  const networkWords: string[] = [];
  for (const [name, given] of Object.entries(headers)) {
    // As in a config: so the words that are shown can name a variable.
    const value = expander.text(given, `--header ${name}`, { secret: true });
    headers[name] = value;
    const [credential] = looksSecret(name, value) ? ofValue(name, value) : [];
    if (credential !== undefined) {
      expander.add(value);
      credentials.push(credential);
    }
    const shown =
      credential === undefined || given !== value
        ? given
        : given.replace(credential.value, () => `\${${credential.name}}`);
    networkWords.push('--header', `${name}: ${shown}`);
  }
  if (options.bearerEnv !== undefined) {
    const token = expander.text(`\${${options.bearerEnv}}`, `--bearer-env ${options.bearerEnv}`, {
      secret: true,
    });
    headers['authorization'] = `Bearer ${token}`;
    networkWords.push('--bearer-env', options.bearerEnv);
  }
  const { ca, cert, key, insecure } = options;
  for (const [flag, file] of Object.entries({ ca, cert, key })) {
    if (file !== undefined) networkWords.push(`--${flag}`, file);
  }
  if (insecure) networkWords.push('--insecure');
  const files = Object.fromEntries(
    Object.entries({ ca, cert, key, insecure }).filter(([, file]) => file !== undefined),
  );
  return {
    values: {
      env,
      headers,
      tls: readTls(files, process.cwd()),
      secrets: [...expander.secrets],
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    },
    process: processWords,
    network: networkWords,
    credentials,
  };
}
