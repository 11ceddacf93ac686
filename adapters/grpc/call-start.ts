/** Whether a server accepted or refused a gRPC call, put into words and into the transcript. */
import { status } from '@grpc/grpc-js';
import type { Opened } from '../adapter.js';
import { observe } from '../observation.js';
import type { Transcript } from '../transcript.js';
import type { CallEnd } from './call-events.js';
import { presetNames } from './presets.js';
import { isBusy, formatStatus } from './status.js';

/** The server took the call: its initial metadata came. */
export const describeAccepted = (metadata: Record<string, string>, entries: readonly number[]): Opened => ({
  refused: false,
  header: (name) => observe(metadata[name.toLowerCase()], `metadata ${name.toLowerCase()}`, entries),
  streaming: true,
});

/** The server's first word was a status. */
export const describeRefused = (
  over: CallEnd,
  entries: readonly number[],
  { path, sent }: { path: string; sent: number },
): Opened => ({
  refused: true,
  status: observe(over.code, 'gRPC status', entries),
  refusal: { text: describeRefusal(over, path), busy: isBusy(over.code, sent) },
  header: (name) => observe(over.trailers[name.toLowerCase()], `metadata ${name.toLowerCase()}`, entries),
  streaming: false,
});

export const describeRefusal = (over: CallEnd, path: string): string =>
  `${formatStatus(over)}${over.code === status.UNIMPLEMENTED ? ` [called ${path}; ${OTHER_PATHS}]` : ''}`;

/** Completes a sentence about a method that a server does not have. */
export const OTHER_PATHS = `--set grpc.method=/package.Service/Method names another, --set grpc.profile=NAME a known one: ${[...presetNames, 'google'].join(', ')}`;

/** Status and trailers, or what stands for them; returns the entry. */
export function recordStatus(transcript: Transcript, channel: string, over: CallEnd): number {
  const binding = { 'grpc-status': String(over.code), 'grpc-message': over.details, ...over.trailers };
  const direction = over.by === 'peer' ? 'in' : 'note';
  return transcript.record({ direction, channel, payload: formatStatus(over), binding });
}

export const describeTooLong = (maxMessage: number): string => `a message of more than ${maxMessage} bytes`;
