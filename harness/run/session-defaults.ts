/** The client name and timeouts of every session, taken from the options of the run. */
import type { Host } from '../../containers/targets/target.js';
import { makeClientInfo } from '../session/client.js';
import type { SessionDefaults } from '../session/open.js';
import { toolVersion } from '../version.js';
import type { RunOptions } from './contract.js';

/** The longest wait for the first reply of a process of which nothing else is known: what fell silent is found soon. */
const FIRST_REPLY_MS = 20_000;
/** How much longer a start may take than the slowest that was seen. */
const SLOWER = 2;

type Times = Pick<RunOptions, 'requestTimeoutMs' | 'startTimeoutMs'>;

/** `slowestMs`: the slowest handshake that was seen of the target. */
export function makeSessionDefaults(
  { requestTimeoutMs, startTimeoutMs }: Times,
  slowestMs = 0,
): SessionDefaults {
  const firstMs = Math.max(FIRST_REPLY_MS, SLOWER * slowestMs);
  return {
    clientInfo: makeClientInfo(toolVersion),
    requestTimeoutMs,
    handshakeTimeoutMs: Math.max(requestTimeoutMs, Math.min(startTimeoutMs, firstMs)),
  };
}

/** For the first questions: what is started has its start timeout to answer in, no more and no less. */
export function makeSurveyDefaults(
  times: Times,
  { startable, firstAnswerMs }: Pick<Host<unknown>, 'startable' | 'firstAnswerMs'>,
): SessionDefaults {
  const handshakeTimeoutMs = startable ? times.startTimeoutMs : firstAnswerMs;
  return {
    ...makeSessionDefaults(times),
    ...(handshakeTimeoutMs === undefined ? {} : { handshakeTimeoutMs }),
  };
}
