import type { Connection } from '../adapter.js';
import type { TlsOptions } from '../tls.js';

export interface GrpcEndpoint {
  /** `host:port` */
  address: string;
  /** Absent: plain text. */
  tls?: TlsOptions;
  /** Sent with every call; their values never reach a transcript. */
  metadata: Readonly<Record<string, string>>;
  /** One of the presets (`tunnel` is our written binding); what differs from it is in `method` and `mode`. */
  preset: string;
  /** Full method path of the stream, such as `/package.Service/Method`, in place of the preset's. */
  method?: string;
  /** Type of the one field; the same on the wire. */
  field?: 'string' | 'bytes';
}

/** What binding scenarios see beyond `Connection`. */
export interface GrpcConnection extends Connection {
  readonly address: string;
}
