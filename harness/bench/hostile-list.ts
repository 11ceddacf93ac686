/** Which runs there are against hostile servers, and what each may cost. */
import { ofConnections } from '../../containers/servers/hostile/connections.js';
import { overAny, type HostileRow } from '../../containers/servers/hostile/messages.js';

export interface Hostile {
  name: string;
  transport: string;
  /** What the server behind each address is told. */
  listens: readonly (readonly string[])[];
  /** Whether it is spoken to over stdio, too. */
  isCommand: boolean;
  says: RegExp;
  /** What the run is to exit with. */
  code: number;
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

const codeOf = (isRight = false): number => (isRight ? 0 : 1);

/** Every hostile server on every transport. */
export const listHostile = (): Hostile[] => [
  ...Object.entries<HostileRow>(overAny).flatMap(([name, { says, isRight }]) => [
    { name, transport: 'stdio', listens: [], isCommand: true, says, code: codeOf(isRight), maxMib: ONE_MIB },
    ...Object.entries(MODES).map(([transport, listen]) => ({
      name,
      transport,
      listens: [listen],
      isCommand: false,
      says,
      code: codeOf(isRight),
      maxMib: ONE_MIB,
    })),
  ]),
  ...Object.entries(ofConnections).map(([name, { says, scheme }]) => ({
    name,
    transport: scheme,
    listens: [['--port', '0']],
    isCommand: false,
    says,
    code: 1,
    maxMib: ONE_MIB,
  })),
  ...HEAVY.map((name) => ({
    name,
    transport: 'all-four',
    listens: Object.values(MODES),
    isCommand: true,
    says: overAny[name].says,
    code: codeOf((overAny[name] as HostileRow).isRight),
    maxMib: FOUR_MIB,
  })),
];
