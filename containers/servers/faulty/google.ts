/** Applies the message hooks of a fault to the typed gRPC service. */
import { status, type Server } from '@grpc/grpc-js';
import { isObject, type Json } from '../../../adapters/json.js';
import type { GoogleCall, GoogleService } from '../../../adapters/grpc-google/server/service.js';
import { getEra } from '../../../adapters/revision.js';
import { getParams, META } from '../honest/message.js';
import type { Fault, Message } from './fault.js';
import type { GrpcHooks } from './grpc-hooks.js';
import { MessageInterceptor, makeScope, type InterceptedChannel } from './interceptor.js';

/**
 * The typed service with a man in the middle, who bends what JSON-RPC would have carried: the hooks for messages that serve the
 * other transports serve this one. What they say that has no typed message cannot be said, and is lost.
 */
export function bendService(service: GoogleService, fault: Fault): GoogleService {
  const interceptor = new MessageInterceptor(fault, 'grpc-google');
  const admit = fault.upstream === 'two-users' ? fault.grpc?.request : undefined;
  let count = 0;
  return { ...service, serve: (call) => new Bent(call, interceptor, ++count, admit).serve(service) };
}

/** The server, with every typed response changed on its way out. */
export const alterResponses = (
  server: Pick<Server, 'addService'>,
  alter: (response: Json) => Json,
): Pick<Server, 'addService'> => ({
  addService: (definition, implementation) =>
    server.addService(
      Object.fromEntries(
        Object.entries(definition).map(([name, method]) => [
          name,
          { ...method, responseSerialize: (response: Json) => method.responseSerialize(alter(response)) },
        ]),
      ),
      implementation,
    ),
});

class Bent {
  readonly #call: GoogleCall;
  readonly #interceptor: MessageInterceptor;
  readonly #channel: InterceptedChannel;
  readonly #id: number;
  readonly #admit: GrpcHooks['request'];
  /** What is said goes out one after the other. */
  #said: Promise<void> = Promise.resolve();
  #answered = false;

  constructor(call: GoogleCall, interceptor: MessageInterceptor, id: number, admit: GrpcHooks['request']) {
    this.#call = call;
    this.#admit = admit;
    this.#id = id;
    this.#interceptor = interceptor;
    this.#channel = { scope: makeScope(), memory: {}, say: (message) => this.#say(message) };
  }

  async serve(service: GoogleService): Promise<void> {
    const call = this.#call;
    const { method, revision, authorization = '' } = call;
    const id = this.#id;
    const { memory: channel } = this.#channel;
    const { memory } = this.#interceptor;
    const shown = { path: method, headers: { authorization }, document: undefined, memory, channel };
    if (this.#admit?.(shown) !== undefined) throw STRANGER;
    const meta = { [META.version]: revision, ...(call.params['_meta'] as Json | undefined) };
    // As JSON-RPC would have it, where the version of each request is in its body.
    const params = getEra(revision) === 'modern' ? { ...call.params, _meta: meta } : call.params;
    const asked = await this.#interceptor.fromClient({ jsonrpc: '2.0', id, method, params }, this.#channel);
    if (isObject(asked)) {
      const bent: GoogleCall = {
        ...call,
        params: getParams(asked),
        progress: async (progress) => this.#pass({ method: 'notifications/progress', params: progress }),
        log: async (level, data) => this.#pass({ method: 'notifications/message', params: { level, data } }),
        answer: async (result) => this.#pass({ id, result }),
      };
      await service.serve(bent).catch((error: unknown) => this.#pass({ id, error: errorOf(error) }));
    }
    await this.#said;
    // Nobody was answered: leave the client waiting, as such a server would.
    if (!this.#answered) await new Promise(() => {});
  }

  #pass(message: Message): void {
    for (const said of this.#interceptor.fromServer({ jsonrpc: '2.0', ...message }, this.#channel))
      if (isObject(said)) this.#say(said);
  }

  #say(message: Message): void {
    this.#said = this.#said.then(() => this.#speak(message));
    // Whoever awaits the last word hears of it.
    this.#said.catch(() => {});
  }

  async #speak(message: Message): Promise<void> {
    const { method, result, error } = message;
    const params = getParams(message);
    if (method === 'notifications/progress') await this.#call.progress(params);
    if (method === 'notifications/message') await this.#call.log(String(params['level']), params['data']);
    if (method !== undefined) return;
    this.#answered = true;
    if (isObject(error)) throw Object.assign(new Error(String(error['message'])), { code: error['code'] });
    if (isObject(result)) await this.#call.answer(result);
  }
}

const STRANGER = Object.assign(new Error('say who you are'), { status: status.UNAUTHENTICATED });

const errorOf = (error: unknown): Message => {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return { code: typeof code === 'number' ? code : -32603, message: String(message) };
};
