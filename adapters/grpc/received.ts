/** Remembers which metadata came over the wire, because grpc-js does not mark the statuses that it makes up itself. */
import { Metadata } from '@grpc/grpc-js';

const received = new WeakSet<Metadata>();
const read = Metadata.fromHttp2Headers.bind(Metadata);

// The one place where headers and trailers of a server become metadata; what the library makes up has metadata of its own.
Metadata.fromHttp2Headers = (headers) => {
  const metadata = read(headers);
  received.add(metadata);
  return metadata;
};

/** Whether a server sent it; empty metadata is told apart, too. */
export const isReceived = (metadata: Metadata): boolean => received.has(metadata);
