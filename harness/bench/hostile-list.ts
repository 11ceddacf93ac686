/** Which runs there are against hostile servers, and what each may cost. */
import { ofConnections } from '../../containers/servers/hostile/connections.js';
import { overAny } from '../../containers/servers/hostile/messages.js';

export interface Hostile {
  name: string;
  transport: string;
  /** What the server behind each address is told. */
  listens: readonly (readonly string[])[];
  /** Whether it is spoken to over stdio, too. */
  isCommand: boolean;
  says: RegExp;
  /** What the harness may take of memory. */
  maxMib: number;
}

const ONE_MIB = 256;
const FOUR_MIB = 512;

const MODES = {
  'streamable-http': ['--http-port', '0'],
  websocket: ['--ws-port', '0'],
  grpc: ['--grpc-port', '0'],
} as const;

/** What costs memory is met on four transports of one run as well. */
const HEAVY = ['endless-line', 'flood', 'huge-instructions', 'huge-pages', 'huge-results'] as const;

/** Every hostile server on every transport. */
export const listHostile = (): Hostile[] => [
  ...Object.entries(overAny).flatMap(([name, { says }]) => [
    { name, transport: 'stdio', listens: [], isCommand: true, says, maxMib: ONE_MIB },
    ...Object.entries(MODES).map(([transport, listen]) => ({
      name,
      transport,
      listens: [listen],
      isCommand: false,
      says,
      maxMib: ONE_MIB,
    })),
  ]),
  ...Object.entries(ofConnections).map(([name, { says, scheme }]) => ({
    name,
    transport: scheme,
    listens: [['--port', '0']],
    isCommand: false,
    says,
    maxMib: ONE_MIB,
  })),
  ...HEAVY.map((name) => ({
    name,
    transport: 'all-four',
    listens: Object.values(MODES),
    isCommand: true,
    says: overAny[name].says,
    maxMib: FOUR_MIB,
  })),
];
