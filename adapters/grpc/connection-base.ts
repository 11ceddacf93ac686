/** Raw RPCs, health checks and reflection, which every gRPC tunnel connection offers. */
import type { Observation } from '../observation.js';
import { tryFrame } from './bare.js';
import type {
  BareEnd,
  GrpcAnswer,
  GrpcExchange,
  GrpcMode,
  GrpcRequest,
  GrpcWire,
  SymbolAnswer,
  WrongFrame,
} from './endpoint.js';
import { checkHealth, describeSymbol, listServices } from './inspect.js';
import type { ConnectionContext } from './connection-context.js';
import { Wire } from './wire.js';

/** What both kinds of connection offer beside the conversation. */
export abstract class GrpcConnectionBase {
  readonly address: string;
  readonly mode: GrpcMode;
  readonly path: string;
  readonly fieldNumber: number;
  readonly #context: ConnectionContext;
  readonly #wires = new Set<Wire>();
  #wire: Wire | undefined;
  #rpcs = 0;

  constructor(context: ConnectionContext) {
    this.#context = context;
    this.address = context.endpoint.address;
    this.mode = context.route.mode;
    this.path = context.route.path;
    this.fieldNumber = context.route.field.number;
  }

  call(request: GrpcRequest): GrpcExchange {
    this.#wire ??= this.#connect();
    return this.#wire.call(request);
  }

  wire(options?: { window?: number }): GrpcWire {
    return this.#connect(options);
  }

  tryFrame(wrong: WrongFrame, ms: number): Promise<Observation<BareEnd> | undefined> {
    return tryFrame(this.#context, { path: this.path, channel: `bare-${++this.#rpcs}` }, wrong, ms);
  }

  #connect(options: { window?: number } = {}): Wire {
    const { endpoint, route, options: own } = this.#context;
    const at = { ...own, route: () => route, name: () => `rpc-${++this.#rpcs}` };
    const wire = new Wire(endpoint, at, options.window);
    this.#wires.add(wire);
    return wire;
  }

  health(service = ''): Promise<GrpcAnswer<number>> {
    return checkHealth(this.#context, service, `health-${++this.#rpcs}`);
  }

  services(): Promise<GrpcAnswer<readonly string[]>> {
    return listServices(this.#context, `reflection-${++this.#rpcs}`);
  }

  describe(symbol: string): Promise<GrpcAnswer<SymbolAnswer>> {
    return describeSymbol(this.#context, symbol, `reflection-${++this.#rpcs}`);
  }

  protected closeBase(): void {
    for (const wire of this.#wires) wire.drop();
  }
}
