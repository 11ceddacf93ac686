/** Makes an RPC with one request on the channel of a grpc-js client, without the streams that its stubs put around a call. */
import { status, type Client, type Metadata } from '@grpc/grpc-js';
import { tellEnd, type CallListener } from './call-events.js';
import { flattenMetadata } from './metadata.js';
import type { Address } from './probe.js';

/** A call that was begun. */
export interface OutgoingCall {
  cancel(): void;
  /** Asks for the next frame, once the listener has room again. */
  resume(): void;
}

export interface OneRequest {
  path: string;
  bytes: Buffer;
  metadata: Metadata;
}

/** No deadline: who waits for the answer gives up by itself. */
const EVER = Infinity;

/** Sends the request and half-closes. A frame is asked for only when the one before was taken. Throws where nothing can be sent. `at`: see `tellEnd`. */
export function startCall(
  client: Client,
  { path, bytes, metadata }: OneRequest,
  listener: CallListener,
  at?: Address,
): OutgoingCall {
  const call = client.getChannel().createCall(path, EVER, null, null, null);
  let opened = false;
  call.start(metadata, {
    onReceiveMetadata(received) {
      opened = true;
      listener.headers(flattenMetadata(received));
    },
    onReceiveMessage(frame: Buffer) {
      if (listener.frame(frame)) call.startRead();
    },
    onReceiveStatus(received) {
      tellEnd(listener, received, opened, at);
    },
  });
  call.sendMessageWithContext({}, bytes);
  call.startRead();
  call.halfClose();
  return {
    cancel: () => call.cancelWithStatus(status.CANCELLED, 'Cancelled on client'),
    resume: () => call.startRead(),
  };
}
