/** Reports the metadata, frames and end of a gRPC call, and whether its status is really the server's. */
import { status as grpcStatus, type ClientDuplexStream, type status, type StatusObject } from '@grpc/grpc-js';
import { flattenMetadata } from './metadata.js';
import type { Address } from './probe.js';
import { isReceived } from './received.js';
import { findStorm } from './storm.js';

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
const RESET = /^Received RST_STREAM with code (\d+)$/;
/** What the codes mean (RFC 9113, section 7). */
const RESETS = [
  'NO_ERROR',
  'PROTOCOL_ERROR',
  'INTERNAL_ERROR',
  'FLOW_CONTROL_ERROR',
  'SETTINGS_TIMEOUT',
  'STREAM_CLOSED',
  'FRAME_SIZE_ERROR, as of headers that are too long',
  'REFUSED_STREAM',
  'CANCEL',
  'COMPRESSION_ERROR',
  'CONNECT_ERROR',
  'ENHANCE_YOUR_CALM, as of headers that are too many',
];

/**
 * Reports everything that arrives on a call, in order, and its end just once. `at`: where to look, where the connection under it
 * is gone before anything came.
 */
export function listenToCall(
  call: ClientDuplexStream<Buffer, Buffer>,
  listener: CallListener,
  at?: Address,
): void {
  let opened = false;
  let status: StatusObject | undefined;
  let drained = false;
  const settle = (): void => {
    if (status === undefined || !drained) return;
    const received = status;
    status = undefined;
    tellEnd(listener, received, opened, at);
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

/** Not the server's status, but what stands for a connection that did not hold. */
const isDropped = ({ code, trailers }: CallEnd): boolean =>
  code === grpcStatus.UNAVAILABLE && Object.keys(trailers).length === 0;

/** That is no "not now": whoever is asked again does the same. */
const makeStormy = (end: CallEnd, storm: string): CallEnd => ({
  ...end,
  details: storm,
  by: 'fault',
  refused: false,
});

/** Tells how a call ended, once it is known what a connection that dropped was busy with. */
export function tellEnd(
  listener: CallListener,
  received: StatusObject,
  opened: boolean,
  at: Address | undefined,
): void {
  const end = toCallEnd(received, opened);
  if (at === undefined || opened || !isDropped(end)) listener.over(end);
  else void findStorm(at).then((storm) => listener.over(storm === undefined ? end : makeStormy(end, storm)));
}

function toCallEnd(received: StatusObject, opened: boolean): CallEnd {
  const { code, details } = isWhole(received) ? received : NO_STATUS;
  const said = isWhole(received) && isReceived(received.metadata);
  const reset = said ? undefined : RESET.exec(details)?.[1];
  // RFC 9113, 8.7: the server did nothing about this call, and says so below gRPC. It is "not now", as UNAVAILABLE is.
  const notTaken = !said && !opened && NOT_TAKEN.test(details);
  const madeUp = !said && !notTaken && !(opened && HTTP_PAGE.test(details));
  return {
    code,
    details: reset === undefined ? details : `${details} (${RESETS[Number(reset)] ?? 'of no known name'})`,
    trailers: flattenMetadata(received.metadata),
    refused: !opened && (said || notTaken),
    by: madeUp ? 'fault' : 'peer',
    tooLong: madeUp && TOO_LONG.test(details),
  };
}

/** Its type promises more than grpc-js keeps. */
const isWhole = (received: Partial<StatusObject>): boolean =>
  received.code !== undefined && received.details !== undefined;
