/** What the site keeps of one result: enough for its row, and for what changed since. */
import type { TargetResult } from '../format.js';
import { computeResultHash } from '../result/digest.js';
import type { Result } from '../result/result.js';
import { listTargetCells } from '../result/targets.js';
import { counts as isCounted } from '../result/counted.js';
import { formatTitle } from '../text/run-line.js';
import { neutralise } from '../text/neutralise.js';
import { listCaseOptions } from '../text/reproduce.js';

/** The figures of one transport at one revision; or why it has none. */
export interface SiteCell {
  transport: string;
  custom: boolean;
  revision?: string;
  pass?: number;
  fail?: number;
  warn?: number;
  unseen?: number;
  reason?: string;
}

/** How one transport of the target is reached again. */
export interface SiteCommand {
  transport: string;
  words: string[];
  image?: string;
}

/** One result, as the site remembers it. */
export interface SiteEntry {
  name: string;
  title: string;
  /** RFC 3339: when the run began; that of the site where there was none. */
  at: string;
  tool: string;
  exitCode: number;
  /** Of the result; empty where there is none. */
  digest: string;
  seed: number;
  cells: SiteCell[];
  /** `TRANSPORT REVISION REQUIREMENT` of what failed. */
  failed: string[];
  commands: SiteCommand[];
  /** Why there is no result. */
  problem?: string;
}

const MAX_FAILED = 1_000;
const MAX_WORDS = 60;
const label = (text: string): string => neutralise(text, { max: 80 });

/** What is kept of a target. Texts are harmless from here on. */
export function makeEntry(target: TargetResult, now: string): SiteEntry {
  const { name, exitCode, result, problem } = target;
  const common = { name: label(name), exitCode };
  if (result === undefined) {
    return {
      ...common,
      title: label(name),
      at: now,
      tool: '',
      digest: '',
      seed: 0,
      cells: [],
      failed: [],
      commands: [],
      problem: neutralise(problem ?? 'there is no result', { max: 400 }),
    };
  }
  return {
    ...common,
    title: label(formatTitle({ ...result, target: { ...result.target, name } })),
    at: label(result.run.startedAt),
    tool: label(result.tool.version),
    digest: computeResultHash(result),
    seed: result.run.seed,
    cells: listTargetCells(result).map(({ counts, ...cell }) => ({
      transport: label(cell.transport),
      custom: cell.custom,
      ...(cell.revision === undefined ? {} : { revision: label(cell.revision) }),
      ...(cell.reason === undefined ? {} : { reason: neutralise(cell.reason, { max: 200 }) }),
      ...(counts === undefined
        ? {}
        : {
            pass: counts.pass,
            fail: counts.fail + counts.error,
            warn: counts.warn,
            unseen: counts['not-verified'],
          }),
    })),
    failed: listFailed(result),
    commands: Object.entries(result.target.transports).map(([transport, { again, image }]) => ({
      transport: label(transport),
      words: [...listRunOptions(result.run.options), ...again]
        .slice(0, MAX_WORDS)
        .map((word) => neutralise(word, { max: 300 })),
      ...(image === undefined ? {} : { image: label(image) }),
    })),
  };
}

/** Options without which a run would not come out the same; its transports, revisions and seed are told beside them. */
function listRunOptions(options: Result['run']['options']): string[] {
  const { scenarios, failOn } = options;
  const named = (flag: string, list: unknown, usual = ''): string[] =>
    Array.isArray(list) && list.length > 0 && list.join() !== usual ? [flag, list.join()] : [];
  return [
    ...named('--scenario', scenarios),
    ...named('--fail-on', failOn, 'fail'),
    ...listCaseOptions(options),
  ];
}

function listFailed(result: Result): string[] {
  const failed = new Set<string>();
  for (const { transport, revision, checks } of result.cases) {
    for (const check of checks) {
      if (check.verdict === 'fail' && isCounted(check))
        failed.add(`${label(transport)} ${label(revision)} ${label(check.requirement)}`);
    }
  }
  return [...failed].sort().slice(0, MAX_FAILED);
}
