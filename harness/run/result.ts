/** Makes the result document of a run from its reports: summary, known failures, exit code. */
import type { ConnectError } from '../../adapters/adapter.js';
import { Secrets } from '../../adapters/secrets.js';
import {
  RESULT_FORMAT,
  type CaseReport,
  type ParityReport,
  type RequirementReport,
  type Result,
  type TransportReport,
} from '../../reports/result/result.js';
import { countNewDecided, differs, markNew, markNewParity } from '../../reports/result/counted.js';
import { decideExitCode, summarize as summarizeBy } from '../../reports/result/summary.js';
import { isDead } from '../../reports/result/baseline.js';
import { trimResult } from '../../reports/result/trim.js';
import { hashPlan } from '../../reports/result/shards.js';
import { computeCanonicalHash, toWellFormed } from '../../reports/result/canonical.js';
import { catalogue, getRequirement, type RequirementId } from '../../suites/requirements/index.js';
import { findRemedies } from '../../suites/requirements/remedies/index.js';
import { explainRequirement } from '../../suites/requirements/requirement.js';
import type { Scenario } from '../../suites/scenario.js';
import { toolVersion } from '../version.js';
import { reportBaseline, waive } from './baseline.js';
import type { RunOptions } from './contract.js';
import type { PlannedCase } from './plan.js';
import { redactDocument, redactParity } from './redact.js';
import { makeSurface } from './surface.js';
import type { SurveyedTransport } from './survey.js';
import { missingRevisions } from './survey-case.js';
import { collectSets } from './requirement-set.js';

interface Raw {
  options: RunOptions;
  startedAt: Date;
  durationMs: number;
  stoppedBy: string | null;
  /** Set where the engine was lost, of which all that runs in containers depends. */
  lostEngine?: ConnectError | undefined;
  surveyed: readonly SurveyedTransport[];
  /** Transports that were not even tried. */
  leftOut: Readonly<Record<string, TransportReport>>;
  /** Everything that is planned; with `--shard`, `planned` is a part of it. */
  plan: readonly PlannedCase[];
  planned: readonly PlannedCase[];
  reports: readonly CaseReport[];
  parity: readonly ParityReport[];
  /** Selected or not; with a baseline those of other transports too. */
  scenarios: ReadonlyMap<string, Scenario>;
  /** What observers judge in every case. */
  observed: readonly RequirementId[];
}

/** The one result, from which every report is rendered. */
export function makeResult(raw: Raw): Result {
  const sorted = [...raw.reports].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const today = raw.startedAt.toISOString().slice(0, 10);
  const known = raw.options.baseline ?? [];
  const sets = collectSets(
    sorted.map(({ revision }) => revision),
    raw.options.sets,
  );
  const excused = waive(sorted, known, today);
  const requirements = requirementReports(excused);
  const heldTo = raw.options.sets === 'latest' ? 'latest' : 'sets';
  const cases = markNew(excused, { ...sets, requirements, run: { heldTo } });
  const { hosts, foreign, leftOut } = raw.options.target;
  const transports = Object.keys({ ...hosts, ...foreign, ...leftOut });
  const { scenarios, observed } = raw;
  const baseline = reportBaseline(cases, known, { scenarios, observed, transports }, today);
  const summary = summarizeCases(cases);
  const complete = raw.stoppedBy === null;
  const parity = markNewParity(raw.parity, cases);
  const wanting = raw.options.requireContainers === true && Object.keys(raw.leftOut).length > 0;
  const engine = raw.lostEngine;
  const neverUp = wanting || engine !== undefined || raw.surveyed.some(({ survey }) => survey.neverUp);
  // A draft is no promise to anybody yet: what it finds is shown and does not count.
  const failOn = raw.options.revisions === 'draft' ? [] : raw.options.failOn;
  const plan = raw.plan.map((p) => ({ transport: p.transport, revision: p.revision, scenario: p.id }));
  const { shard } = raw.options;
  const secrets = Secrets.of(raw.options.target.secrets);
  const serverInfo = redactDocument(serverInfoOf(raw.surveyed), secrets);
  const missing = missingRevisions(raw.surveyed, isNamed(raw.options));
  const count = [...missing.values()].flat().length;
  const exitCode = decideExitCode({
    summary,
    neverUp,
    complete,
    decidedNew: countNewDecided(cases),
    missing: count,
    differs: parity.filter(differs).length,
    failOn,
  });
  // What a target says may end in half a character; a result that is hashed and signed may not.
  return toWellFormed(
    trimResult({
      format: RESULT_FORMAT,
      tool: { name: 'mcp-transport-conformance', version: toolVersion },
      run: {
        startedAt: raw.startedAt.toISOString(),
        durationMs: Math.round(raw.durationMs),
        complete,
        stoppedBy: raw.stoppedBy,
        // What is excused has to be there: a dead entry is a line to delete.
        exitCode: exitCode === 0 && baseline.some(isDead) ? 1 : exitCode,
        seed: raw.options.seed,
        options: raw.options.report,
        planHash: hashPlan(plan),
        ...(shard === undefined ? {} : { shard }),
        catalogueHash: computeCanonicalHash(catalogue),
        sets: sets.hashes,
        heldTo,
        loosened: [...(raw.options.loosened ?? [])],
        ...containersOf(raw.options.target),
      },
      target: {
        name: nameOf(raw.options.target, serverInfo),
        serverInfo,
        ...surfaceOf(raw.surveyed, secrets),
        transports: Object.fromEntries([
          ...raw.surveyed.map(
            (s) => [s.transportTarget.transport, transportReport(s, missing, secrets, engine)] as const,
          ),
          ...Object.entries(raw.leftOut),
        ]),
      },
      requirements,
      scenarios: Object.fromEntries(raw.planned.map(({ id, scenario: { title } }) => [id, { title }])),
      cases,
      parity: parity.map((one) => redactParity(one, secrets)),
      summary,
      sets: sets.sets,
      ...(baseline.length === 0 ? {} : { baseline }),
    }),
  );
}

const keyOf = (c: CaseReport) => `${c.transport}/${c.revision}/${c.scenario}`;

function serverInfoOf(surveyed: readonly SurveyedTransport[]): unknown {
  const inventories = surveyed.flatMap(({ survey }) => [...survey.accepted.values()]);
  return inventories.find((inventory) => inventory.serverInfo !== undefined)?.serverInfo ?? null;
}

function surfaceOf(
  surveyed: readonly SurveyedTransport[],
  secrets: Secrets,
): Pick<Result['target'], 'surface'> {
  const surface = makeSurface(surveyed, secrets);
  return surface === undefined ? {} : { surface };
}

/** How much of the time the containers took. */
function containersOf({ containers }: RunOptions['target']): Pick<Result['run'], 'containers'> {
  if (containers === undefined) return {};
  const { engine, starts } = containers;
  const sorted = starts.toSorted((a, b) => a - b);
  return {
    containers: {
      engine,
      started: starts.length,
      startMs: Math.round(starts.reduce((sum, ms) => sum + ms, 0)),
      medianStartMs: Math.round(sorted[sorted.length >> 1] ?? 0),
    },
  };
}

function nameOf(target: RunOptions['target'], serverInfo: unknown): string {
  const own = (serverInfo as { name?: unknown } | null)?.name;
  return target.guessed === true && typeof own === 'string' && own !== '' ? own : target.name;
}

/** Whether the user named the revisions that were asked for. */
const isNamed = ({ revisions, cases }: RunOptions): boolean => Array.isArray(revisions) || cases.length > 0;

function transportReport(
  { transportTarget, survey }: SurveyedTransport,
  missing: ReadonlyMap<string, string[]>,
  secrets: Secrets,
  engine?: ConnectError,
): TransportReport {
  const missed = missing.get(transportTarget.transport) ?? [];
  const { form } = transportTarget.host;
  const image = transportTarget.host.image?.();
  // A container is up as long as its engine is.
  const down = survey.neverUp ?? (transportTarget.host.image === undefined ? undefined : engine);
  const reason =
    down?.message ?? survey.diagnosis ?? [...survey.declined].map(([at, why]) => `${at}: ${why}`).join('; ');
  return {
    revisions: [...survey.accepted.keys()].sort(),
    custom: transportTarget.adapter.custom,
    again: [...transportTarget.host.reproduceWith],
    ...(form === undefined ? {} : { form: secrets.redact(form) }),
    ...(down === undefined ? {} : { neverUp: true as const }),
    ...(missed.length === 0 ? {} : { missing: missed }),
    ...(image === undefined ? {} : { image }),
    ...(reason === ''
      ? {}
      : {
          reason: secrets.redact(down === undefined ? reason : `${reason}\n${down.next}`),
        }),
  };
}

/** Only what the cases cite: the result explains itself without the catalogue. */
function requirementReports(cases: readonly CaseReport[]): Record<string, RequirementReport> {
  const newest = new Map<RequirementId, string>();
  for (const report of cases) {
    for (const check of report.checks) {
      const id = check.requirement as RequirementId;
      if ((newest.get(id) ?? '') < report.revision) newest.set(id, report.revision);
    }
  }
  return Object.fromEntries(
    [...newest]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([id, revision]) => [
        id,
        { ...explainRequirement(getRequirement(id), revision), ...adviseOn(id) },
      ]),
  );
}

/** What to do about it, where that is known. */
function adviseOn(id: RequirementId): { remedy?: string } {
  const found = findRemedies(id);
  return found === undefined ? {} : { remedy: found.advice };
}

/** Figures by the levels of the catalogue; a report that sums again takes those that the result states. */
export const summarizeCases = (cases: readonly CaseReport[]): Result['summary'] =>
  summarizeBy(cases, (id) => getRequirement(id as RequirementId).level);
