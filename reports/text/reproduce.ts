/** The command that runs one case again, with the same target and seed. */
import type { CaseReport, Result } from '../result/result.js';
import { formatShellLine } from './shell.js';
import { neutralise } from './neutralise.js';

/** The words of the command that runs this one case again, the same way. As they are: quote and neutralise them. */
export function getReproduceWords(
  result: Result,
  one: Pick<CaseReport, 'scenario' | 'transport' | 'revision'>,
): string[] {
  const target = Object.hasOwn(result.target.transports, one.transport)
    ? (result.target.transports[one.transport]?.again ?? [])
    : [];
  // The survey comes before every case; asking for its revision repeats it.
  const selector =
    one.scenario === 'survey'
      ? ['--transport', one.transport, '--revision', one.revision]
      : ['--case', `${one.transport}/${one.revision}/${one.scenario}`];
  return ['mcptc', 'run', ...selector, '--seed', String(result.run.seed), ...target];
}

/** The same as a line that can be pasted into a POSIX shell, harmless to show. */
export const formatReproduceLine = (...of: Parameters<typeof getReproduceWords>): string =>
  neutralise(formatShellLine(getReproduceWords(...of)), { max: 1_000 });
