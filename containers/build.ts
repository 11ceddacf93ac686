import { ConnectError } from '../adapters/adapter.js';
import { Transcript } from '../adapters/transcript.js';
import { httpCommandHost, stdioHost } from './command.js';
import { launch } from './process.js';
import type { CommandContext } from './start.js';
import type { TargetSpec } from './spec.js';
import type { Target } from './target.js';
import { urlHost } from './url.js';

/** A target from its description. Starts nothing until a lease is asked for. */
export function buildTarget(spec: TargetSpec): Target {
  const { cwd, env, startTimeoutMs } = spec;
  const { secrets } = spec;
  const redact = (text: string): string => new Transcript(secrets).redact(text);
  const context = { env, startTimeoutMs, redact, ...(cwd === undefined ? {} : { cwd }) };
  const { stdio, 'streamable-http': http } = spec.transports;
  const served = http !== undefined && 'command' in http ? httpCommandHost(http, context) : undefined;
  const httpHost = served?.host ?? (http === undefined || 'command' in http ? undefined : urlHost(http));
  return {
    name: spec.name,
    guessed: spec.guessed === true,
    secrets,
    hosts: {
      ...(stdio === undefined ? {} : { stdio: stdioHost(stdio, context) }),
      ...(httpHost === undefined ? {} : { 'streamable-http': httpHost }),
    },
    ...(spec.reset === undefined ? {} : { reset: resetWith(spec.reset, context) }),
    stop: async () => served?.stop(),
  };
}

/** Runs the reset command to its end; rejects where it fails or does not end within the start timeout. */
function resetWith(command: readonly string[], { startTimeoutMs, redact, ...context }: CommandContext) {
  return async (signal: AbortSignal): Promise<void> => {
    const process = await launch({ ...context, command });
    const bound = AbortSignal.any([signal, AbortSignal.timeout(startTimeoutMs)]);
    const stop = (): void => void process.stop();
    bound.addEventListener('abort', stop);
    if (bound.aborted) stop();
    const how = await process.exited;
    bound.removeEventListener('abort', stop);
    await process.stop();
    if (how !== 'exited with code 0') {
      throw new ConnectError(
        `the reset command ${how}: ${redact(process.stderr()).trimEnd().slice(-500)}`,
        `Run it by hand: ${redact(command.join(' '))}`,
      );
    }
  };
}
