/** Resolves the two identities of a config, and lays what they send over the headers of a transport. */
import { isDeepStrictEqual } from 'node:util';
import { getNetwork, networkNames } from '../../adapters/index.js';
import type { IdentityHeaders } from '../../containers/targets/spec.js';
import { UsageError } from './errors.js';
import type { Expander } from './expand.js';
import type { Config, IdentityConfig } from './load.js';
import { checkHeader, checkVariableName, NOT_IN_METADATA, type PlaceOf } from './slips.js';
import type { Surroundings } from './surroundings.js';

type Headers = Readonly<Record<string, string>>;

/** What each of two clients sends with every request; names in lower case. */
export interface Identities {
  readonly a: Headers;
  readonly b: Headers;
}

/** With the values that their variables hold. Throws `UsageError`, which names no value. */
export function resolveIdentities(
  config: Config,
  expander: Expander,
  around: Surroundings,
): Identities | undefined {
  const { identities } = config;
  if (identities === undefined) return undefined;
  const at: PlaceOf = around.at ?? ((path) => `${around.from}: ${path.join('.')}`);
  const options = networkNames.flatMap((name) =>
    config.transports[name] === undefined ? [] : (getNetwork(name).headers ?? []),
  );
  if (options.length === 0) {
    throw new UsageError(
      `${at(['identities'])}: nothing that this target is reached over carries headers`,
      'Leave it out, or name a transport on which the server listens.',
    );
  }
  // Not every name and value of a header is one of gRPC metadata.
  const allowed = options.includes('metadata') ? NOT_IN_METADATA : undefined;
  const resolve = (name: keyof Identities): Headers => {
    const place: PlaceOf = (path) => at(['identities', name, ...path]);
    const headers = toHeaders(identities[name], expander, place);
    if (Object.keys(headers).length === 0)
      throw new UsageError(`${place([])}: it names no header`, 'An identity is known by what it sends.');
    for (const [header, value] of Object.entries(headers)) {
      checkHeader(header, value, place(header === 'authorization' ? [] : ['headers', header]), allowed);
      expander.note(header, value);
    }
    return headers;
  };
  const [a, b] = [resolve('a'), resolve('b')];
  if (isDeepStrictEqual(a, b)) {
    throw new UsageError(
      `${at(['identities', 'b'])}: it sends the same as \`a\`, and no server could tell them apart`,
      'Name two clients that the server knows, each with a token of its own.',
    );
  }
  return { a, b };
}

function toHeaders({ bearerEnv, headers = {} }: IdentityConfig, expander: Expander, place: PlaceOf): Headers {
  const given: Record<string, string> = {};
  for (const [name, text] of Object.entries(headers)) {
    const where = place(['headers', name]);
    const value = expander.secret(name, text, where);
    refuseEmpty(value, where);
    given[name.toLowerCase()] = value;
  }
  if (bearerEnv === undefined) return given;
  const where = place(['bearerEnv']);
  checkVariableName(bearerEnv, where);
  const token = expander.text(`\${${bearerEnv}}`, where, { secret: true });
  refuseEmpty(token, where);
  return { ...given, authorization: `Bearer ${token}` };
}

function refuseEmpty(value: string, where: string): void {
  if (value.trim() !== '') return;
  throw new UsageError(`${where}: its value is empty`, 'An identity is known by what it sends.');
}

/**
 * Everything that each of them sends on one transport, and a client that shows neither. `given` are the headers of the
 * transport's block and of the command line: whatever an identity names itself is left out of them.
 */
export function layIdentities({ a, b }: Identities, given: Headers): IdentityHeaders {
  const own = new Set([...Object.keys(a), ...Object.keys(b)]);
  const nobody = Object.fromEntries(Object.entries(given).filter(([name]) => !own.has(name.toLowerCase())));
  return { a: { ...nobody, ...a }, b: { ...nobody, ...b }, nobody };
}

/** What the run sends: as `a`, but for headers that are given to it besides. */
export function addRunIdentity({ a }: Identities, given: Headers): Headers {
  const named = new Set(Object.keys(given).map((name) => name.toLowerCase()));
  return { ...Object.fromEntries(Object.entries(a).filter(([name]) => !named.has(name))), ...given };
}
