/** Raw RPCs, health checks and reflection, which every gRPC tunnel connection offers. */
import { connect, type ClientHttp2Session } from 'node:http2';
import type { GrpcAnswer, GrpcExchange, GrpcMode, GrpcRequest } from './endpoint.js';
import { RawCall } from './exchange.js';
import { checkHealth, listServices } from './inspect.js';
import type { ConnectionContext } from './connection-context.js';
import { toHttp2Options, formatOrigin } from './probe.js';

/** MiB that node:http2 may hold for one connection: a message of 64 MiB is written in one piece. */
const MAX_SESSION_MIB = 512;

/** What both kinds of connection offer beside the conversation. */
export abstract class GrpcConnectionBase {
  readonly address: string;
  readonly mode: GrpcMode;
  readonly path: string;
  readonly fieldNumber: number;
  readonly #context: ConnectionContext;
  #session: ClientHttp2Session | undefined;
  #rpcs = 0;

  constructor(context: ConnectionContext) {
    this.#context = context;
    this.address = context.endpoint.address;
    this.mode = context.route.mode;
    this.path = context.route.path;
    this.fieldNumber = context.route.field.number;
  }

  call(request: GrpcRequest): GrpcExchange {
    const { endpoint, route, options } = this.#context;
    // `closed` is what a server makes of it that asks us to go away.
    if (this.#session === undefined || this.#session.closed || this.#session.destroyed) {
      this.#session = connect(formatOrigin(endpoint), {
        ...toHttp2Options(endpoint.tls),
        maxSessionMemory: MAX_SESSION_MIB,
      });
      // Each call tells by itself that its connection broke.
      this.#session.on('error', () => {});
    }
    const { transcript, maxMessage } = options;
    const channel = `rpc-${++this.#rpcs}`;
    const { path, field } = route;
    const own = endpoint.metadata;
    return new RawCall(
      { session: this.#session, path, own, field, transcript, channel, maxMessage },
      request,
    );
  }

  health(service = ''): Promise<GrpcAnswer<number>> {
    return checkHealth(this.#context, service, `health-${++this.#rpcs}`);
  }

  services(): Promise<GrpcAnswer<readonly string[]>> {
    return listServices(this.#context, `reflection-${++this.#rpcs}`);
  }

  protected closeBase(): void {
    this.#session?.destroy();
  }
}
