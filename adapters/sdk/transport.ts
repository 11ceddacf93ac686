/**
 * What the client-side `Transport` of the official SDKs has in common, v1 (`@modelcontextprotocol/sdk`) and v2
 * (`@modelcontextprotocol/client`), as far as it is used here. By shape, so that neither SDK is needed.
 */
export interface SdkTransport {
  start(): Promise<void>;
  send(message: object, options?: object): Promise<void>;
  close(): Promise<void>;
  onmessage?: ((message: never) => void) | undefined;
  onclose?: (() => void) | undefined;
  onerror?: ((error: Error) => void) | undefined;
  readonly sessionId?: string | undefined;
  setProtocolVersion?: ((version: string) => void) | undefined;
  /** v2: one underlying request for each message; dropping that is the cancellation in the modern era. */
  readonly hasPerRequestStream?: boolean;
}
