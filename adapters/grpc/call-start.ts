import { status } from '@grpc/grpc-js';
import type { Opened } from '../adapter.js';
import { observe } from '../observation.js';
import type { Transcript } from '../transcript.js';
import type { Over } from './call-events.js';
import { presetNames } from './presets.js';
import { isBusy, statusText } from './status.js';

/** The server took the call: its initial metadata came. */
export const accepted = (metadata: Record<string, string>, entries: readonly number[]): Opened => ({
  refused: false,
  header: (name) => observe(metadata[name.toLowerCase()], `metadata ${name.toLowerCase()}`, entries),
  streaming: true,
});

/** The server's first word was a status. */
export const refused = (
  over: Over,
  entries: readonly number[],
  { path, sent }: { path: string; sent: number },
): Opened => ({
  refused: true,
  status: observe(over.code, 'gRPC status', entries),
  refusal: { text: refusalText(over, path), busy: isBusy(over.code, sent) },
  header: (name) => observe(over.trailers[name.toLowerCase()], `metadata ${name.toLowerCase()}`, entries),
  streaming: false,
});

export const refusalText = (over: Over, path: string): string =>
  `${statusText(over)}${over.code === status.UNIMPLEMENTED ? ` [called ${path}; ${OTHER_PATHS}]` : ''}`;

/** Completes a sentence about a method that a server does not have. */
export const OTHER_PATHS = `--set grpc.method=/package.Service/Method names another, --set grpc.profile=NAME a known one: ${presetNames.join(', ')}`;

/** Status and trailers, or what stands for them; returns the entry. */
export function recordStatus(transcript: Transcript, channel: string, over: Over): number {
  const binding = { 'grpc-status': String(over.code), 'grpc-message': over.details, ...over.trailers };
  const direction = over.by === 'peer' ? 'in' : 'note';
  return transcript.record({ direction, channel, payload: statusText(over), binding });
}

export const tooLong = (maxMessage: number): string => `a message of more than ${maxMessage} bytes`;
