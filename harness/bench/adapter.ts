/** A benchmark client that asks the echo server through an adapter of the harness. */
import { DEFAULT_MAX_MESSAGE, type Connection, type OpenOptions } from '../../adapters/adapter.js';
import { adapters, type EndpointOf } from '../../adapters/index.js';
import { Transcript } from '../../adapters/transcript.js';
import { makeMessage, Waiting, type EchoClient } from './waiting.js';

/** The echo server through one of our adapters, as a legacy session without a handshake. */
export async function connectViaAdapter<T extends keyof typeof adapters>(
  transport: T,
  endpoint: EndpointOf[T],
  message: (id: number, params: object) => object = makeMessage,
): Promise<EchoClient> {
  const adapter = (await adapters[transport]()) as unknown as {
    open(endpoint: EndpointOf[T], options: OpenOptions): Promise<Connection>;
  };
  const connection = await adapter.open(endpoint, {
    era: 'legacy',
    revision: '2025-11-25',
    signal: new AbortController().signal,
    transcript: new Transcript(),
    maxMessage: DEFAULT_MAX_MESSAGE,
  });
  const waiting = new Waiting();
  const reading = (async () => {
    for await (const frame of connection.inbound) waiting.settle(frame.json);
  })();
  return {
    ask(params) {
      const { id, reply } = waiting.next();
      connection.send({ body: message(id, params) });
      return reply;
    },
    async close() {
      await connection.close('abrupt');
      await reading;
    },
  };
}
