/** The client name and timeouts of every session, taken from the options of the run. */
import { makeClientInfo } from '../session/client.js';
import type { SessionDefaults } from '../session/open.js';
import { toolVersion } from '../version.js';
import type { RunOptions } from './contract.js';

/** The longest wait for the first reply of a process: a slow start is no silence, and a silent target is found soon. */
const FIRST_REPLY_MS = 20_000;

export const makeSessionDefaults = ({ requestTimeoutMs, startTimeoutMs }: RunOptions): SessionDefaults => ({
  clientInfo: makeClientInfo(toolVersion),
  requestTimeoutMs,
  handshakeTimeoutMs: Math.max(requestTimeoutMs, Math.min(startTimeoutMs, FIRST_REPLY_MS)),
});
