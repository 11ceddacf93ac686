/** Which cases say what ordinary clients never say, so that a server may well die of them. */
import type { PlannedCase } from './plan.js';

/** Bytes, frames, sizes and messages that nobody expects; what wants a process of its own is one by itself. */
export const HAZARDS: readonly string[] = [
  'shared/messages/batch',
  'shared/messages/invalid-params',
  'shared/messages/invalid-request',
  'shared/messages/large-message',
  'shared/messages/parse-error',
  'shared/messages/unknown-method',
  'streamable-http/odd-methods',
  'streamable-http/response-accepted',
  'streamable-http/wrong-content-type',
  'websocket/abrupt-drops',
  'websocket/bad-handshake',
  'websocket/binary',
  'websocket/broken-control-frames',
  'websocket/broken-frames',
  'websocket/closing',
  'websocket/fragments',
  'websocket/invalid-utf8',
  'websocket/malformed',
  'grpc/compression',
  'grpc/content-type',
  'grpc/frame-fields',
  'grpc/malformed-frames',
  'grpc/oversize',
  'grpc/unknown-method',
];

const NAMED = new Set(HAZARDS);
/** These say what is no message. */
const GARBAGE = new Set([
  'shared/messages/batch',
  'shared/messages/invalid-request',
  'shared/messages/parse-error',
]);
/** Whether the case says what is no message, at most revisions. */
export const isGarbage = ({ id }: Pick<PlannedCase, 'id'>): boolean => GARBAGE.has(id);

/** The one revision at which a batch is a message. */
const BATCHES = '2025-03-26';

/**
 * Whether a connection may be ended by the server because of what the case says on it: no sentence asks for patience with
 * what is no message. Where the process is the connection, it ends with it.
 */
export const mayEndConnection = ({ id, revision }: Pick<PlannedCase, 'id' | 'revision'>): boolean =>
  GARBAGE.has(id) && !(id === 'shared/messages/batch' && revision === BATCHES);

/**
 * Whether the case is likely to end a server that cannot bear it. Where none can be started again, these run one at a time
 * with a control request after each: then there is no doubt which one it was.
 */
export const isHazard = ({ id, scenario }: PlannedCase): boolean =>
  scenario.isolation === 'process' || NAMED.has(id);
