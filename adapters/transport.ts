/** What a transport is: everything that the program knows of a binding before it opens a connection. */
import type { Adapter, Connection } from './adapter.js';
import type { TestHost } from './contract/host.js';
import type { Revision } from './revision.js';
import type { TlsOptions } from './tls.js';

/**
 * The descriptor of one transport, which `adapters/<name>/transport.ts` exports and `registry.ts` names in one line. The
 * registry, config files, the command line, help texts, targets and tests read it. It is loaded at every start of the
 * program, so what is heavy stands behind a function that imports it.
 *
 * @example
 * export const tcp: NetworkTransport<'tcp', { url: string }, Connection, {}> = {
 *   name: 'tcp',
 *   label: 'TCP',
 *   custom: true,
 *   adapter: async () => (await import('./adapter.js')).adapter,
 *   contract: { exempt: 'its adapter is an example' },
 *   network: { scheme: 'tcp', tls: false, hostPort: true, options: {}, settle: () => ({}), endpoint: (_, url) => ({ url }) },
 * };
 */
export interface Transport<
  Name extends string = string,
  Endpoint = never,
  C extends Connection = Connection,
> {
  /** As in configs, results and `--transport`: lower case letters, digits and hyphens. Its folders have the same name. */
  readonly name: Name;
  /** As it is written in a sentence: `gRPC`. */
  readonly label: string;
  /** True for every binding without a standard; reports say so. The same as the adapter's. */
  readonly custom: boolean;
  /** Typed messages take the place of JSON-RPC. The same as in the adapter's traits. */
  readonly native?: true;
  /** Its place among the others in matrices and lists. Without one it comes after them, by name. */
  readonly order?: number;
  /** The first revision that has it, and the words for those before, where it is not as old as the protocol. */
  readonly since?: { readonly revision: Revision; readonly before: string };
  /** Loads the client side. */
  readonly adapter: () => Promise<Adapter<Endpoint, C>>;
  /** Loads the server side: the module that the package exports as `./server/<name>`. */
  readonly server?: () => Promise<object>;
  /** Loads what starts targets for the contract test of the adapters (tests alone have that file), or says why there is none. */
  readonly contract: (() => Promise<TestHost<unknown>>) | { readonly exempt: string };
  /** How a server is reached that listens on it. Absent: a process is started, and its pipes are the connection (stdio). */
  readonly network?: unknown;
}

/** `Block` is what its block in a config may say beside how the server is reached. */
export interface NetworkTransport<
  Name extends string = string,
  Endpoint = never,
  C extends Connection = Connection,
  Block extends object = object,
> extends Transport<Name, Endpoint, C> {
  readonly network: Network<Endpoint, Block>;
}

/** How a server is reached that listens. */
export interface Network<Endpoint = object, Block extends object = Record<string, unknown>> {
  /** Of its URLs, in the clear: `http` for `http://`. */
  readonly scheme: string;
  /** Whether there is TLS, with an `s` behind the scheme: `https`. */
  readonly tls: boolean;
  /** The path where nothing else is said, such as `/mcp`. Absent: its URLs have no path. */
  readonly path?: string;
  /** Its addresses are `HOST:PORT`: a port is never left out, and the scheme may be. */
  readonly hostPort?: true;
  /** The option whose values go with every request, upgrade or call; `--header` adds to them. */
  readonly headers?: keyof Block & string;
  /** Each option of the block, with its JSON Schema. All but the adapter's `custom` claim and how the server is reached. */
  readonly options: { readonly [Option in keyof Block]-?: OptionSchema };
  /** What the adapter is told beside the address, with defaults settled. The block has its headers, expanded. */
  settle(block: Block): Partial<Endpoint>;
  /** That, with the address once it is known. */
  endpoint(options: Settled<Endpoint>, url: string): Endpoint;
  /** An option of which one value means another transport. */
  readonly redirect?: {
    readonly option: keyof Block & string;
    readonly value: string;
    readonly to: string;
  };
  /** Looks which of several forms a server speaks, where the block says nothing of that. Absent: there is one form. */
  readonly find?: {
    /** Options that say it: with one of them, nothing is looked for. */
    readonly unless: readonly (keyof Block & string)[];
    readonly load: () => Promise<Find<Endpoint>>;
  };
  /**
   * What any server answers that is up, and what changes nothing. It is said behind ports that accept connections for
   * servers which are not there yet. Absent: nothing is said, and a server that holds the connection is up.
   */
  greeting?(host: string): string | Uint8Array;
}

/** What a server at this address speaks, each on a transport of its own; nothing where that cannot be told. Never rejects. */
export type Find<Endpoint = object> = (endpoint: Endpoint, signal: AbortSignal) => Promise<readonly Found[]>;

/** One form of a server. */
export interface Found {
  /** The transport that speaks it. */
  readonly transport: string;
  /** Options of the block that was looked at, which say the same. */
  readonly options: Readonly<Record<string, string>>;
  /** What was taken and how it was found, in one line. */
  readonly says: string;
}

/** An endpoint without its address. */
export type Settled<Endpoint> = Omit<Endpoint, 'url' | 'address'> & { tls?: TlsOptions };

/** A JSON Schema (2020-12). `description` completes "expected …", and is the line of the option in help texts. */
export interface OptionSchema {
  readonly description: string;
  readonly [keyword: string]: unknown;
}

/** Schema of names with text values: headers, metadata. */
export const TEXTS = { $ref: '#/$defs/strings' } as const;

/** The schemes of its URLs: in the clear, then with TLS. */
export const listSchemesOf = ({ scheme, tls }: Pick<Network, 'scheme' | 'tls'>): string[] => [
  scheme,
  ...(tls ? [`${scheme}s`] : []),
];

/** `http(s)://` */
export const formatSchemes = ({ scheme, tls }: Pick<Network, 'scheme' | 'tls'>): string =>
  `${scheme}${tls ? '(s)' : ''}://`;

/** `an http:// or https:// URL` */
export function describeUrl(network: Pick<Network, 'scheme' | 'tls'>): string {
  const schemes = listSchemesOf(network).map((scheme) => `${scheme}://`);
  return `${/^[aehio]/.test(network.scheme) ? 'an' : 'a'} ${schemes.join(' or ')} URL`;
}
