/** Finds which services of MCP a gRPC server has: by reflection, or by calling each method that is known. */
import { status, type Client } from '@grpc/grpc-js';
import { setTimeout as waitFor } from 'node:timers/promises';
import { findForm, readFormOf } from '../grpc-google/form.js';
import { VERSION_KEY } from '../grpc-google/reply.js';
import { SERVICE } from '../grpc-google/rpcs.js';
import { MODERN_REVISIONS } from '../revision.js';
import { Transcript } from '../transcript.js';
import type { Find, Found } from '../transport.js';
import { connectClient, type GrpcAddress } from './client.js';
import { listServices, roundTrip, type RoundTrip } from './inspect.js';
import { flattenMetadata } from './metadata.js';
import { isReceived } from './received.js';
import { presetNames, presets, type Preset } from './presets.js';

/** What is looked at: its address, and the name of its service, where that is known. */
type Endpoint = GrpcAddress & { metadata: Readonly<Record<string, string>>; service?: string };

/** Nobody has it: how a server refuses this one is how it refuses what it does not have. */
const NOBODYS = '/mcptc.Unknown/Call';
/** Any of them is enough, and none changes anything. */
const LISTS = ['ListTools', 'ListPrompts', 'ListResources'];
const VERSION = { [VERSION_KEY]: MODERN_REVISIONS.at(-1) ?? '' };
/** Milliseconds before a server that said "not now" is asked again, each time. */
const AGAIN_MS = [250, 1_000];
/** Names that a service of MCP may have which is none of those that are known. */
const LIKELY = /mcp|model_?context/i;
/** What the library says where a server said nothing. */
const SILENT: readonly status[] = [status.DEADLINE_EXCEEDED, status.UNAVAILABLE];
const MAX_MESSAGE = 4 * 1024 * 1024;

/** The profiles that a server has, as far as that can be told. A public tunnel is taken only where ours is not there. */
export const findProfiles: Find<Endpoint> = async (endpoint, signal) => {
  let client: Client;
  try {
    client = await connectClient(endpoint, { maxMessage: MAX_MESSAGE, signal });
  } catch {
    // Whoever connects for the run says why.
    return [];
  }
  try {
    return await new Search(client, endpoint).find();
  } finally {
    client.close();
  }
};

class Search {
  readonly #client: Client;
  readonly #endpoint: Endpoint;
  readonly #context;
  /** How a method is refused that nobody has. */
  #refusal: RoundTrip | undefined;

  constructor(client: Client, endpoint: Endpoint) {
    this.#client = client;
    this.#endpoint = endpoint;
    const options = { transcript: new Transcript() };
    this.#context = { client, endpoint, options };
  }

  async find(): Promise<Found[]> {
    const { service } = this.#endpoint;
    const { value } = service === undefined ? await listServices(this.#context, 'reflection') : {};
    const listed = value?.value ?? [];
    const google = await this.#findListed(listed, [SERVICE]);
    const tunnels = presetNames.filter((name) => listed.includes(serviceOf(presets[name])));
    if (google.length + tunnels.length > 0) return [...nameTunnels(tunnels, 'by reflection'), ...google];

    this.#refusal = await this.#knock(NOBODYS, Buffer.alloc(0));
    // Silence all around says nothing, and neither do connections that break.
    if (SILENT.includes(this.#refusal.end.code) && !isReceived(this.#refusal.end.metadata)) return [];
    const likely = listed.filter((name) => LIKELY.test(name));
    const typed = await this.#findTyped(service === undefined ? [SERVICE, ...likely] : [service]);
    const there: typeof tunnels = [];
    for (const name of presetNames) if (await this.#hasTunnel(presets[name])) there.push(name);
    return [...nameTunnels(there, 'by asking for its methods', service), ...typed];
  }

  async #findListed(listed: readonly string[], known: readonly string[]): Promise<Found[]> {
    const [service] = known.filter((name) => listed.includes(name));
    if (service === undefined) return [];
    const form = (await findForm(this.#context, service)) ?? (await this.#askForm(service));
    return [nameTyped(service, form, 'by reflection')];
  }

  async #findTyped(services: readonly string[]): Promise<Found[]> {
    for (const service of services) {
      const form = await this.#askForm(service);
      if (form !== undefined) return [nameTyped(service, form, 'by asking for its methods')];
    }
    return [];
  }

  /** What the answer to a list shows of the form of the proto; `undefined` where the service has none of the lists. */
  async #askForm(service: string): Promise<string | undefined> {
    for (const method of LISTS) {
      const answer = await this.#knock(`/${service}/${method}`, Buffer.alloc(0), VERSION);
      const version = answer.headers[VERSION_KEY] ?? flattenMetadata(answer.end.metadata)[VERSION_KEY];
      if (this.#isThere(answer) || version !== undefined) return readFormOf(method, answer.first);
    }
    return undefined;
  }

  async #hasTunnel({ bidi, call }: Preset): Promise<boolean> {
    const paths = [
      { path: bidi, payload: undefined },
      // A call that brings no message may end with UNIMPLEMENTED for just that.
      { path: call, payload: Buffer.alloc(0) },
    ];
    const { service } = this.#endpoint;
    for (const { path, payload } of paths) {
      if (path === undefined) continue;
      const own = service === undefined ? path : path.replace(/^\/[^/]+/, `/${service}`);
      if (this.#isThere(await this.#knock(own, payload))) return true;
    }
    return false;
  }

  /** One that is refused as a made-up method is may not be there at all, whatever the status. */
  #isThere({ end }: RoundTrip): boolean {
    const isDropped = end.code === status.UNAVAILABLE && !isReceived(end.metadata);
    return !isDropped && end.code !== status.UNIMPLEMENTED && end.code !== this.#refusal?.end.code;
  }

  async #knock(
    path: string,
    payload: Buffer | undefined,
    more: Record<string, string> = {},
  ): Promise<RoundTrip> {
    const metadata = { ...more, ...this.#endpoint.metadata };
    for (const waitMs of AGAIN_MS) {
      const answer = await roundTrip(this.#client, path, payload, metadata);
      if (answer.end.code !== status.UNAVAILABLE && answer.end.code !== status.RESOURCE_EXHAUSTED)
        return answer;
      await waitFor(waitMs);
    }
    return roundTrip(this.#client, path, payload, metadata);
  }
}

const serviceOf = ({ bidi, call }: Preset): string => (bidi ?? call ?? '').split('/')[1] ?? '';

/** The first of them; a run takes one tunnel at a time. */
function nameTunnels(names: readonly (keyof typeof presets)[], how: string, service?: string): Found[] {
  const [name, ...others] = names;
  if (name === undefined) return [];
  const beside = others.map((other) => `${other} (--set grpc.profile=${other})`).join(', ');
  return [
    {
      transport: 'grpc',
      options: { profile: name, ...(service === undefined ? {} : { service }) },
      says: `profile ${name}, service ${service ?? serviceOf(presets[name])}, found ${how}${beside === '' ? '' : `; also there: ${beside}`}`,
    },
  ];
}

const nameTyped = (service: string, form: string | undefined, how: string): Found => ({
  transport: 'grpc-google',
  options: { profile: 'google', ...(service === SERVICE ? {} : { service }) },
  says: `profile google, service ${service}, ${form ?? 'whose form does not show'}, found ${how}`,
});
