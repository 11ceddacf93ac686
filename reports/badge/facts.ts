/** Computes from a result the facts of a badge: standing, counts, revisions, hash. */
import type { Result } from '../result/result.js';
import { neutralise } from '../text/neutralise.js';
import { computeResultHash } from '../result/digest.js';
import {
  listSetStatuses,
  sumCounts,
  pickWorstStatus,
  type CellSetStatus,
  type SetScope,
  type SetCounts,
  type SetStatus,
} from '../result/set-status.js';

export const BADGE_FORMAT = 'mcp-transport-conformance/badge@1';

/** Everything that a badge says. It is computed from a result alone, and stands in the badge for `mcptc verify`. */
export interface BadgeFacts {
  format: typeof BADGE_FORMAT;
  target: string;
  /** `null`: all transports of the target. */
  transport: string | null;
  /** Those of the transports whose binding is no standard of MCP. */
  custom: string[];
  standing: SetStatus;
  /** Whether every MUST that applies was seen, or those that the target can show; of what conforms. */
  scope?: SetScope;
  /** Every check counts, and not those of the sets alone. */
  heldTo?: 'latest';
  /** Sums of the cells. */
  counts: SetCounts;
  cells: Omit<CellSetStatus, 'unproven'>[];
  /** Transports of the target that nothing was run on. */
  untested: string[];
  /** Protections that were loosened for the run. */
  loosened: string[];
  /** Version of the tool that ran. */
  tool: string;
  /** RFC 3339: when the run began. */
  date: string;
  /** SHA-256 of the canonical result. */
  result: string;
}

/** Names may come from anywhere; an image that people load stays small. */
const brief = (text: string): string => neutralise(text, { max: 60 });

/** One badge for all transports, then one for each. Throws `TypeError` where the result has no canonical form. */
export function collectFacts(result: Result): BadgeFacts[] {
  const statuses = listSetStatuses(result);
  const names = Object.keys(result.target.transports);
  const common = {
    format: BADGE_FORMAT,
    target: neutralise(result.target.name, { max: 100 }),
    loosened: result.run.loosened.slice(0, 20).map(brief),
    tool: brief(result.tool.version),
    date: brief(result.run.startedAt),
    result: computeResultHash(result),
  } as const;
  return [null, ...names].map((transport): BadgeFacts => {
    const on = transport === null ? names : [transport];
    const cells = statuses.filter((cell) => on.includes(cell.transport));
    const untested = on.filter((name) => !cells.some((cell) => cell.transport === name));
    const tested = pickWorstStatus(cells.map(({ standing }) => standing));
    const standing = untested.length > 0 && tested === 'conforms' ? 'incomplete' : tested;
    const scopes = cells.flatMap(({ scope }) => scope ?? []);
    return {
      ...common,
      ...(result.run.heldTo === 'latest' ? { heldTo: 'latest' as const } : {}),
      transport: transport === null ? null : brief(transport),
      custom: on.filter((name) => result.target.transports[name]?.custom === true).map(brief),
      // What was not tested does not take away from a failure; beside what conforms it is a gap.
      standing,
      ...(standing === 'conforms' && scopes.length > 0
        ? { scope: scopes.includes('core') ? ('core' as const) : ('full' as const) }
        : {}),
      counts: sumCounts(cells.map(({ counts }) => counts)),
      cells: cells.map(({ unproven: _, ...cell }) => ({
        ...cell,
        transport: brief(cell.transport),
        revision: brief(cell.revision),
      })),
      untested: untested.map(brief),
    };
  });
}
