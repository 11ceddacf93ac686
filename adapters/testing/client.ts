/** Opens clients of the bundled transports for tests. */
import type { OpenOptions } from '../adapter.js';
import { openClient as connectWith, type Client } from '../contract/client.js';
import { adapters, type ConnectionOf, type EndpointOf, type TransportName } from '../index.js';
import type { Revision } from '../revision.js';

export { makeCall, Frames, awaitSoon } from '../contract/client.js';

/** Opens a connection of one of our own transports. */
export async function openBundledClient<T extends TransportName>(
  transport: T,
  endpoint: EndpointOf[T],
  revision: Revision,
  options?: Partial<OpenOptions>,
): Promise<Client<ConnectionOf[T]>> {
  return connectWith(await adapters[transport](), endpoint, revision, options);
}
