/** Why nothing of a target could be tested, in words that lead to its fix: cause, what it said itself, and one next step. */
import { ConnectError } from '../../adapters/adapter.js';
import type { HttpEndpoint } from '../../adapters/streamable-http/endpoint.js';
import { findAnswer } from './diagnose-answer.js';
import { diagnoseHttp } from './diagnose-http.js';
import { diagnoseProcess } from './diagnose-process.js';
import type { Diagnosis } from './diagnosis.js';
import type { Survey } from './survey.js';
import type { TransportTarget } from './transport-target.js';
import { speaksTls } from './try-endpoints.js';

/** Milliseconds for the exchanges that look for the way out, all together. */
const LOOKING_MS = 5_000;

/** Sets what is known of why no revision was accepted, where that is more than the refusals themselves. */
export async function diagnose(target: TransportTarget, survey: Survey, signal: AbortSignal): Promise<void> {
  if (survey.accepted.size > 0 || signal.aborted) return;
  const diagnosis = await find(target, survey, signal);
  if (diagnosis === undefined || signal.aborted) return;
  const { cause, said, next } = diagnosis;
  if (survey.neverUp === undefined) survey.diagnosis = [cause, ...said, next].join('\n');
  else survey.neverUp = new ConnectError([cause, ...said].join('\n'), next);
}

async function find(
  target: TransportTarget,
  { probes, neverUp }: Survey,
  signal: AbortSignal,
): Promise<Diagnosis | undefined> {
  const { host, transport } = target;
  const asked = probes.filter(({ entries }) => entries.length > 0);
  if (asked.length === 0) return undefined;
  if (transport === 'stdio') return diagnoseProcess(target, asked, neverUp, signal);
  if (transport !== 'streamable-http') return undefined;
  const limit = new AbortController();
  const stop = (): void => limit.abort();
  const timer = setTimeout(stop, LOOKING_MS);
  signal.addEventListener('abort', stop, { once: true });
  try {
    const lease = await host.lease('shared', limit.signal);
    try {
      const endpoint = lease.endpoint as HttpEndpoint;
      const answer = findAnswer(asked);
      if (answer !== undefined) return await diagnoseHttp(answer, { target, endpoint, signal: limit.signal });
      return neverUp !== undefined && (await speaksTls(endpoint, limit.signal))
        ? {
            cause: `${neverUp.message.split('\n')[0]}; this port speaks TLS`,
            said: [],
            next: `Write ${endpoint.url.replace(/^http:/, 'https:')}.`,
          }
        : undefined;
    } finally {
      await lease.release();
    }
  } catch (error) {
    // What cannot be looked at says nothing more.
    if (ConnectError.is(error) || limit.signal.aborted) return undefined;
    throw error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}
