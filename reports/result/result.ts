/**
 * The result of a run: one JSON document, described by `result.schema.json`, from which every report is rendered and
 * nothing else is needed. Fields are a promise to users; within `@1` they are only added to.
 */
import type { SurfaceReport } from './surface.js';

export const RESULT_FORMAT = 'mcp-transport-conformance/result@1';

export const VERDICTS = ['pass', 'fail', 'warn', 'not-applicable', 'not-verified', 'error'] as const;
export type Verdict = (typeof VERDICTS)[number];

export type Counts = Record<Verdict, number>;

export interface Result {
  format: typeof RESULT_FORMAT;
  tool: { name: 'mcp-transport-conformance'; version: string };
  run: {
    /** RFC 3339 */
    startedAt: string;
    durationMs: number;
    /** False when the run was cut short; `stoppedBy` says by what. */
    complete: boolean;
    stoppedBy: string | null;
    exitCode: number;
    seed: number;
    options: Record<string, unknown>;
    /** SHA-256 of the canonical form (RFC 8785) of the planned cases and of the catalogue. */
    planHash: string;
    /** Which part of the plan this is; `planHash` is that of the whole. `index` counts from 1. */
    shard?: { index: number; of: number };
    /** What this result was joined from. */
    parts?: PartReport[];
    catalogueHash: string;
    /** Frozen requirement sets by revision, with their hash. */
    sets: Record<string, string>;
    /**
     * What counts: `sets`, what is in the sets above, and all else is `new`; `latest`, every check. Absent in a result of
     * before there was a choice: there every check counts, too.
     */
    heldTo?: 'sets' | 'latest';
    /** Protections that the user loosened, by name. */
    loosened: string[];
    /** Where something ran in containers: the version of the engine, how many, and from asking to answering. */
    containers?: { engine: string; started: number; startMs: number; medianStartMs: number };
  };
  target: {
    name: string;
    serverInfo: unknown;
    transports: Record<string, TransportReport>;
    /** What it offered when the run began. Absent where it listed nothing, and in results of before it was kept. */
    surface?: SurfaceReport;
  };
  requirements: Record<string, RequirementReport>;
  /** By id, those that had a case. */
  scenarios?: Record<string, ScenarioReport>;
  cases: CaseReport[];
  parity: ParityReport[];
  /** Distinct requirements by transport and revision. */
  summary: Record<string, Record<string, Counts>>;
  /** The frozen sets that `run.sets` names, so that a badge can be judged from the result alone. */
  sets?: SetReport[];
  /** The entries of the baseline that the run was given, and what came of each. */
  baseline?: BaselineReport[];
  /** SHA-256 of the canonical form (RFC 8785) of everything else here. */
  digest?: string;
}

/** A version of a frozen set: `run.sets` holds the SHA-256 of its canonical form. */
export interface SetReport {
  format: string;
  revision: string;
  version: number;
  members: SetMemberReport[];
}

export interface SetMemberReport {
  id: string;
  level: 'MUST' | 'SHOULD';
  group: string;
  /** Judged on these transports only. */
  transports?: string[];
  /** Judged on every transport but these. Without either, on every one. */
  except?: string[];
}

/** A failure that is known and excused: by whom, why, and until when. Scopes are exact, or globs. */
export interface KnownFailure {
  requirement: string;
  /** Scenario id, prefix or glob; without, every scenario. */
  scenario?: string;
  transport?: string;
  revision?: string;
  reason: string;
  owner: string;
  /** Where it is being dealt with: an absolute URL. */
  issue: string;
  /** `YYYY-MM-DD`; from that day on the entry excuses nothing. */
  expires: string;
  /** `file:line:column`, as the user named the file. */
  at?: string;
}

/** What came of an entry of a baseline. */
export interface BaselineReport extends KnownFailure {
  /**
   * `used`: it excused something. `unused`: it may, in cases that this run did not select or could not see. The others
   * are to be deleted: `stale` (what it names holds now), `expired`, `unmatched` (it names nothing that there is).
   */
  state: 'used' | 'unused' | 'stale' | 'expired' | 'unmatched';
}

/** One of several results that were joined. */
export interface PartReport {
  shard?: { index: number; of: number };
  transports: string[];
  /** RFC 3339 */
  startedAt: string;
  durationMs: number;
  /** SHA-256 of the canonical form (RFC 8785) of that result. */
  sha256: string;
}

export interface TransportReport {
  revisions: string[];
  custom: boolean;
  /** Digest, where the target ran as a container image. */
  image?: string;
  /** Command-line part that reaches this target again. */
  again: string[];
  /** Which form of the server was found there, and how, where the user named none. */
  form?: string;
  /** Why no revision could be run, where none could. */
  reason?: string;
  /** The target offers it, and it could not be run here: nothing was tried. */
  notRun?: true;
  /** It could not be reached, or ended before it said anything. */
  neverUp?: true;
  /** Revisions that the user named and that were not run there; the case `survey` of each says why. */
  missing?: string[];
}

export interface RequirementReport {
  level: 'MUST' | 'SHOULD' | 'ROBUSTNESS';
  text: string;
  /** An absolute URL. */
  source: string;
  group: string;
  /** What makes it a demand; absent for ROBUSTNESS, and in results of older versions. */
  basis?: 'sentence' | 'schema' | 'fixture';
  /** What to do about a finding, whatever the server is written with. Absent where nothing is known, and in older results. */
  remedy?: string;
}

export interface ScenarioReport {
  title: string;
}

export interface CaseReport {
  scenario: string;
  transport: string;
  revision: string;
  durationMs: number;
  status: 'ran' | 'not-applicable' | 'not-verified' | 'error';
  /** For every status but `ran`; also where a verdict changed on the re-run. */
  reason?: string;
  /** Run again alone, because the first verdict was seen on a shared process or under concurrency. */
  rerun: boolean;
  checks: CheckReport[];
  transcript: EntryReport[];
  /** SHA-256 of the file of its transcript that was left beside the result; absent where none was. */
  transcriptSha256?: string;
}

export interface CheckReport {
  requirement: string;
  verdict: Verdict;
  /** For pass, fail and warn: completes "expected …". For not-verified: what the target would have to offer. */
  expected?: string;
  received?: string;
  /** Transcript entries that it was read from; never empty for pass, fail and warn. */
  seen: number[];
  /** How many times it was checked within the case. */
  count: number;
  /** It is not in the set that the run is held to: it is shown, and does not count. */
  new?: true;
  /**
   * Why it is not verified, or does not apply, where the target only lacks what it would be seen on: a fixture of the contract, or anything
   * else that no sentence asks for. Without, something stood in the way.
   */
  lacks?: 'fixture' | 'occasion';
  waivedBy: string | null;
  /** Which entry of `baseline` excuses it, counted from 0. */
  waiver?: number;
}

export interface EntryReport {
  entry: number;
  ms: number;
  direction: 'out' | 'in' | 'note';
  channel: string;
  text: string;
  truncated: number;
  sha256?: string;
  binding?: Record<string, string>;
}

export interface ParityReport {
  scenario: string;
  revision: string;
  verdict: 'same' | 'differs' | 'not-applicable';
  /** All that differs is not in the set that the run is held to: it does not count. */
  new?: true;
  /** Values by transport, bounded. */
  differences: { fact: string; values: Record<string, string> }[];
  /** The transports that were compared. */
  transports?: string[];
  /** Why nothing was compared, or why some transports were left out. */
  reason?: string;
}
