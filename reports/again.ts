import type { CaseReport, Result } from './result.js';

/** The words of the command line that runs this one case again, the same way. */
export function againWords(result: Result, one: CaseReport): string[] {
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
