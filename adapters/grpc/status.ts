/** gRPC status codes: their names, how they are shown, and which mean "not now". */
import { status } from '@grpc/grpc-js';

/** The name of a gRPC status code, `UNIMPLEMENTED` for 12; the number itself where there is no such code. */
export const getStatusName = (code: number): string => status[code] ?? String(code);

/** A status as people read it: `UNIMPLEMENTED (12): unknown method Session`. */
export const formatStatus = ({ code, details }: { code: number; details: string }): string =>
  `${getStatusName(code)} (${code})${details === '' ? '' : `: ${details}`}`;

/** Bytes past which `RESOURCE_EXHAUSTED` is taken to speak of the size of a message: no limit is lower. */
const SMALL = 64 * 1024;

/** Whether a refusal says "not now" rather than "no", so that nothing is judged by it. `sent` in bytes. */
export const isBusy = (code: status, sent: number): boolean =>
  code === status.UNAVAILABLE || (code === status.RESOURCE_EXHAUSTED && sent < SMALL);
