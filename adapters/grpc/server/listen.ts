/** Starts a gRPC server on an address, with or without TLS, and shuts it down. */
import { Server, ServerCredentials } from '@grpc/grpc-js';
import type { TlsOptions } from '../../tls.js';

export interface GrpcListen {
  host: string;
  /** 0 takes a free one. */
  port: number;
  /** Absent: plain text. With `ca`, clients have to show a certificate. */
  tls?: TlsOptions;
  /** Bytes of one message of a client; 4 MiB where absent, as everywhere in gRPC. */
  maxMessage?: number;
}

export interface GrpcListening {
  /** `grpc://127.0.0.1:50051` */
  url: string;
  /** Lets calls end, for a moment. */
  close: () => Promise<void>;
}

/** Milliseconds that open calls get to end by themselves. */
const GRACE_MS = 500;

/** `maxMessage` in bytes: of one message of a client. */
export const createGrpcServer = (maxMessage = 4 * 1024 * 1024): Server =>
  new Server({ 'grpc.max_receive_message_length': maxMessage, 'grpc.max_send_message_length': -1 });

export async function listenOn(server: Server, { host, port, tls }: GrpcListen): Promise<GrpcListening> {
  const name = host.includes(':') ? `[${host}]` : host;
  const bound = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`${name}:${port}`, credentialsOf(tls), (error, at) => {
      if (error === null) resolve(at);
      else reject(error);
    });
  });
  return {
    url: `${tls === undefined ? 'grpc' : 'grpcs'}://${name}:${bound}`,
    close: () => shutDown(server),
  };
}

function credentialsOf(tls: TlsOptions | undefined): ServerCredentials {
  if (tls === undefined) return ServerCredentials.createInsecure();
  const { ca, cert, key } = tls;
  if (cert === undefined || key === undefined)
    throw new Error('A server with TLS needs a certificate and its key');
  return ServerCredentials.createSsl(
    ca === undefined ? null : Buffer.from(ca),
    [{ private_key: Buffer.from(key), cert_chain: Buffer.from(cert) }],
    ca !== undefined,
  );
}

function shutDown(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.forceShutdown(), GRACE_MS);
    server.tryShutdown(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
