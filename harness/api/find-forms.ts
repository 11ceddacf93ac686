/** Finds which forms a server has that is named by nothing but its address, and names each on the transport that speaks it. */
import { getNetwork, networkNames, type NetworkName } from '../../adapters/index.js';
import type { Found } from '../../adapters/transport.js';
import { toEndpoint } from '../../containers/targets/endpoints.js';
import { parseAddress, waitUntilAccepts } from '../../containers/targets/ready.js';
import type { NetworkSpec, TargetSpec } from '../../containers/targets/spec.js';
import type { Config } from '../config/load.js';
import { formatSetting } from './settings.js';

/** Milliseconds for all that is asked of one server. */
const LOOKING_MS = 30_000;

/** The target with each transport of which the form was left open in the forms that are there; where none is found, as it was. */
export async function findForms(spec: TargetSpec, config: Config): Promise<TargetSpec> {
  const open = networkNames.filter((name) => isOpen(name, spec, config));
  const transports: Record<string, unknown> = { ...spec.transports };
  for (const name of open) {
    const one = spec.transports[name] as NetworkSpec;
    const found = (await look(name, one, spec.urlWaitMs)).filter(
      ({ transport }) => transport === name || config.transports[transport] === undefined,
    );
    if (found.length === 0) continue;
    delete transports[name];
    for (const form of found) transports[form.transport] = nameForm(name, one, form);
  }
  return { ...spec, transports: inOrder(transports) };
}

/** Whether a server that runs already is named there, and nothing says what it speaks. */
function isOpen(name: NetworkName, { transports }: TargetSpec, config: Config): boolean {
  const { find } = getNetwork(name);
  const spec = transports[name];
  if (find === undefined || spec === undefined) return false;
  if (spec.command !== undefined || spec.image !== undefined) return false;
  return find.unless.every((option) => config.transports[name]?.[option] === undefined);
}

async function look(name: NetworkName, spec: NetworkSpec, waitMs = 0): Promise<readonly Found[]> {
  const load = getNetwork(name).find?.load;
  if (load === undefined) return [];
  const { host, port } = parseAddress(spec.url);
  if (waitMs > 0) await waitUntilAccepts(host, port, AbortSignal.timeout(waitMs)).catch(() => undefined);
  const find = await load();
  return find(toEndpoint(name, spec, spec.url), AbortSignal.timeout(LOOKING_MS));
}

/** What reaches the server is the same for each of its forms; what its adapter is told follows from the form. */
function nameForm(block: NetworkName, spec: NetworkSpec, { transport, options, says }: Found): NetworkSpec {
  const network = getNetwork(transport as NetworkName);
  const { headers } = network;
  const given = Object.fromEntries(
    Object.entries({
      ...options,
      ...(headers === undefined ? {} : { [headers]: (spec as object as Record<string, unknown>)[headers] }),
    }).filter(([option]) => option in network.options),
  );
  const { tls, claim, identities, url } = spec;
  const settings = Object.entries(options).flatMap(([option, value]) => [
    '--set',
    formatSetting({ transport: block, option, value }),
  ]);
  return {
    ...network.settle(given),
    ...(tls === undefined ? {} : { tls }),
    ...(claim === undefined ? {} : { claim }),
    ...(identities === undefined ? {} : { identities }),
    url,
    reproduceWith: [...settings, ...spec.reproduceWith],
    form: says,
  };
}

/** As in matrices. */
const inOrder = (transports: Readonly<Record<string, unknown>>): TargetSpec['transports'] =>
  Object.fromEntries(
    ['stdio', ...networkNames].flatMap((name) =>
      transports[name] === undefined ? [] : [[name, transports[name]]],
    ),
  );
