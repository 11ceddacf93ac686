/** The command that runs one case again, with the same target, seed and limits. */
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
  return [
    'mcptc',
    'run',
    ...selector,
    '--seed',
    String(result.run.seed),
    ...listCaseOptions(result.run.options),
    ...target,
  ];
}

/** What `mcptc run` takes where nothing is said, in milliseconds; a test holds these against its defaults. */
const TIMES = {
  startTimeoutMs: ['--start-timeout', 60_000],
  requestTimeoutMs: ['--request-timeout', 10_000],
  scenarioTimeoutMs: ['--scenario-timeout', 30_000],
  runTimeoutMs: ['--run-timeout', 600_000],
} as const;

/**
 * Options without which the case would not come out the same: a server that is slow to start would not come up, a reply
 * that was late would be in time, and a tool that had to be allowed would not be called.
 */
export function listCaseOptions(options: Result['run']['options']): string[] {
  const words = Object.entries(TIMES).flatMap(([name, [flag, standard]]) => {
    const ms = options[name];
    if (typeof ms !== 'number' || !Number.isInteger(ms) || ms === standard) return [];
    // One case needs less time than the whole run had.
    return name === 'runTimeoutMs' && ms < standard ? [] : [flag, `${ms / 1000}s`];
  });
  const { fixtures, allowTools } = options;
  if (fixtures === 'require' || fixtures === 'ignore') words.push('--fixtures', fixtures);
  if (Array.isArray(allowTools) && allowTools.length > 0) words.push('--allow-tool', allowTools.join(','));
  return words;
}

/** The same as a line that can be pasted into a POSIX shell, harmless to show. */
export const formatReproduceLine = (...of: Parameters<typeof getReproduceWords>): string =>
  neutralise(formatShellLine(getReproduceWords(...of)), { max: 1_000 });
