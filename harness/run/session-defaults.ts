import { clientInfo } from '../session/client.js';
import type { Opening } from '../session/open.js';
import { toolVersion } from '../version.js';
import type { RunOptions } from './contract.js';

/** The longest wait for the first reply of a process: a slow start is no silence, and a silent target is found soon. */
const FIRST_REPLY_MS = 20_000;

export const openingOf = ({ requestTimeoutMs, startTimeoutMs }: RunOptions): Opening => ({
  clientInfo: clientInfo(toolVersion),
  requestTimeoutMs,
  openingTimeoutMs: Math.max(requestTimeoutMs, Math.min(startTimeoutMs, FIRST_REPLY_MS)),
});
