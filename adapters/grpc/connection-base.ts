import { connect, type ClientHttp2Session } from 'node:http2';
import type { GrpcAnswer, GrpcExchange, GrpcMode, GrpcRequest } from './endpoint.js';
import { RawCall } from './exchange.js';
import { checkHealth, listServices } from './inspect.js';
import type { Parts } from './connection-context.js';
import { http2Options, originOf } from './probe.js';

/** MiB that node:http2 may hold for one connection: a message of 64 MiB is written in one piece. */
const MAX_SESSION_MIB = 512;

/** What both kinds of connection offer beside the conversation. */
export abstract class Beside {
  readonly address: string;
  readonly mode: GrpcMode;
  readonly path: string;
  readonly fieldNumber: number;
  readonly #parts: Parts;
  #session: ClientHttp2Session | undefined;
  #rpcs = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.address = parts.endpoint.address;
    this.mode = parts.route.mode;
    this.path = parts.route.path;
    this.fieldNumber = parts.route.field.number;
  }

  call(request: GrpcRequest): GrpcExchange {
    const { endpoint, route, options } = this.#parts;
    // `closed` is what a server makes of it that asks us to go away.
    if (this.#session === undefined || this.#session.closed || this.#session.destroyed) {
      this.#session = connect(originOf(endpoint), {
        ...http2Options(endpoint.tls),
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
    return checkHealth(this.#parts, service, `health-${++this.#rpcs}`);
  }

  services(): Promise<GrpcAnswer<readonly string[]>> {
    return listServices(this.#parts, `reflection-${++this.#rpcs}`);
  }

  protected closeBeside(): void {
    this.#session?.destroy();
  }
}
