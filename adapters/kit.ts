/** What an adapter for a transport of one's own is made of; published as `mcp-transport-conformance/adapter`. */
export {
  ConnectError,
  type Adapter,
  type Channel,
  type Closing,
  type Connection,
  type Ended,
  type Frame,
  type Inexpressible,
  type Metadata,
  type Opened,
  type OpenOptions,
  type Outgoing,
  type Traits,
} from './adapter.js';
export { encode, parseJson } from './bytes.js';
export { ConformanceError, ERROR_CODES, isConformanceError, type ErrorCode } from './errors.js';
export { OwnChannel, type OwnFrame } from './channel.js';
export { Inbound } from './inbound.js';
export { observe, type Observation } from './observation.js';
export type { Era } from './revision.js';
export { sdkAdapter, type SdkAdapterOptions } from './sdk/adapter.js';
export type { SdkTransport } from './sdk/transport.js';
export { SoleChannel } from './sole-channel.js';
export { Lines } from './stdio/lines.js';
export { Transcript } from './transcript.js';
export { settledWithin } from './wait.js';
