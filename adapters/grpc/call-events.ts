/** Reports the metadata, frames and end of a gRPC call, and whether its status is really the server's. */
import { status as grpcStatus, type ClientDuplexStream, type status, type StatusObject } from '@grpc/grpc-js';
import { flattenMetadata } from './metadata.js';
import { isReceived } from './received.js';

/** How a call ended. */
export interface CallEnd {
  code: status;
  details: string;
  trailers: Record<string, string>;
  /** Said by the server with its first words: there is no initial metadata, and no message. */
  refused: boolean;
  /** `fault`: the status is not the server's but stands for a broken connection, a reset, a deadline of ours. */
  by: 'peer' | 'fault';
  /** The library gave up a message because it is longer than allowed. */
  tooLong: boolean;
}

export interface CallListener {
  headers(metadata: Record<string, string>): void;
  /** One frame. Returns false to be given no more until it resumes the call. */
  frame(bytes: Buffer): boolean;
  /** After the last frame was handed over. */
  over(how: CallEnd): void;
}

// Read only where grpc-js made the status up, so that no words of a server are taken for its.
const NOT_TAKEN = /^Stream refused/;
const TOO_LONG = /^Received message .*larger than/;
const HTTP_PAGE = /^Received HTTP status code/;

/** Reports everything that arrives on a call, in order, and its end just once. */
export function listenToCall(call: ClientDuplexStream<Buffer, Buffer>, listener: CallListener): void {
  let opened = false;
  let status: StatusObject | undefined;
  let drained = false;
  const settle = (): void => {
    if (status === undefined || !drained) return;
    listener.over(toCallEnd(status, opened));
    status = undefined;
  };
  call.on('metadata', (metadata) => {
    opened = true;
    listener.headers(flattenMetadata(metadata));
  });
  call.on('data', (bytes: Buffer) => {
    if (!listener.frame(bytes)) call.pause();
  });
  // The status says the same.
  call.on('error', () => {});
  // It may come while frames still wait to be read.
  call.on('status', (received: StatusObject) => {
    status = received;
    settle();
  });
  call.once('end', () => {
    drained = true;
    settle();
  });
}

/** What grpc-js makes of a message that says it is compressed, where no header says how: a status that holds nothing. */
const NO_STATUS = {
  code: grpcStatus.INTERNAL,
  details: 'a message says that it is compressed, and no header says how',
};

/** How a call ended, from what grpc-js says of it. */
export function toCallEnd(received: StatusObject, opened: boolean): CallEnd {
  const { code, details } = isWhole(received) ? received : NO_STATUS;
  const said = isWhole(received) && isReceived(received.metadata);
  // RFC 9113, 8.7: the server did nothing about this call, and says so below gRPC. It is "not now", as UNAVAILABLE is.
  const notTaken = !said && !opened && NOT_TAKEN.test(details);
  const madeUp = !said && !notTaken && !(opened && HTTP_PAGE.test(details));
  return {
    code,
    details,
    trailers: flattenMetadata(received.metadata),
    refused: !opened && (said || notTaken),
    by: madeUp ? 'fault' : 'peer',
    tooLong: madeUp && TOO_LONG.test(details),
  };
}

/** Its type promises more than grpc-js keeps. */
const isWhole = (received: Partial<StatusObject>): boolean =>
  received.code !== undefined && received.details !== undefined;
