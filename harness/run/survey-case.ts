/** The survey as cases: what each revision that was asked for answered, why one is not run, and what that violates. */
import { getEra, REVISIONS, type Revision } from '../../adapters/revision.js';
import type { Entry } from '../../adapters/transcript.js';
import type { CaseReport } from '../../reports/result/result.js';
import { SURVEY } from '../../reports/result/survey.js';
import type { Reply } from '../../suites/session.js';
import type { CaseChecks } from './checks.js';
import { clipEntry } from '../../reports/result/trim-transcript.js';
import { toCheckReport, toEntryReport } from './excerpt.js';
import type { Probe } from './probe.js';
import type { Survey, SurveyedTransport } from './survey.js';

/** Entries of a probe that its case keeps: a flood says nothing after the first, and its end is noted last. */
const HEAD = 20;
const TAIL = 5;
/** Characters of an entry; fewer where nothing was wrong. */
const KEPT = 2_048;
const QUIET = 512;

/** Errors that say "I do not speak that": of the version, the method, or its parameters. */
const REFUSALS: readonly unknown[] = [-32022, -32601, -32602];

/**
 * A case for each revision that was asked for. None where the target never came up: then its transport says why. A target
 * that takes the connection and answers no opening request at all fails for exactly that; where it answered another
 * revision, silence was its way to decline.
 */
export function surveyCases({ transportTarget, survey }: SurveyedTransport): CaseReport[] {
  if (survey.neverUp !== undefined) return [];
  const mute = survey.accepted.size === 0;
  const claims = claimsOf(survey.probes);
  return survey.probes.map((probe) => {
    const { transport } = transportTarget;
    const checks = transportTarget.makeChecks(probe.revision);
    const unclaimed = transportTarget.unclaimed(probe.revision);
    if (probe.is === 'silent' && mute) {
      checks.record('jsonrpc.request-answered', 'fail', probe.error.entries, {
        expected: 'a reply to the opening request',
        received: probe.error.message,
      });
    }
    // Sentences that are new at a revision bind nobody who declines it.
    if (probe.is !== 'accepted') unclaimed.checks.keepWhatBinds(spokenBy(survey, probe));
    judgeVersions(probe, claims, checks);
    const { entries } = unclaimed;
    checks.take(unclaimed.checks);
    // A revision that is not run can violate something; there is nothing in it to be right.
    if (probe.is !== 'accepted') checks.forgetHeld();
    return caseOf(transport, probe, checks, entries);
  });
}

/** Revisions by which a target may be judged where it declines this one: those that it speaks, or else any other. */
const spokenBy = ({ accepted }: Survey, { revision }: Probe): Revision[] =>
  accepted.size > 0 ? [...accepted.keys()] : REVISIONS.filter((one) => one !== revision);

/** Versions that the target says it supports, by where it says so. */
interface Claim {
  version: unknown;
  by: Probe;
  where: string;
}

function lists(reply: Reply, revision: string): boolean {
  const listed = reply.at('/result/supportedVersions').value;
  return Array.isArray(listed) && listed.includes(revision);
}

function claimsOf(probes: readonly Probe[]): Claim[] {
  return probes.flatMap((by) => {
    const { reply, revision } = by;
    const modern = getEra(revision) === 'modern';
    // A list that hides what was served is judged itself; nothing is judged by it.
    if (reply === undefined || (modern && !reply.isError && !lists(reply, revision))) return [];
    const told = reply.at(
      reply.isError
        ? '/error/data/supported'
        : modern
          ? '/result/supportedVersions'
          : '/result/protocolVersion',
    ).value;
    const where = `the reply to ${modern ? 'server/discover' : 'initialize'} at ${revision}`;
    return (Array.isArray(told) ? told : [told]).map((version: unknown) => ({ version, by, where }));
  });
}

/** What is served is listed; and what the target names as supported, it answers with that same version. */
function judgeVersions(probe: Probe, claims: readonly Claim[], checks: CaseChecks): void {
  const { reply, revision } = probe;
  if (reply === undefined) return;
  if (getEra(revision) === 'modern') {
    const listed = reply.at('/result/supportedVersions');
    if (reply.isError || !Array.isArray(listed.value) || lists(reply, revision)) return;
    // What is refused to all other requests is not served: its list is right.
    if (probe.is !== 'declined')
      checks.judge('discover.supported-versions', false, listed, `a list with ${revision}, which was served`);
    return;
  }
  const claim = claims.find(({ version, by }) => version === revision && by !== probe);
  const answered = reply.at('/result/protocolVersion');
  if (claim === undefined || answered.value === revision) return;
  if (reply.isError && !REFUSALS.includes(reply.at('/error/code').value)) return;
  const expected = `"${revision}", which ${claim.where} names as supported`;
  checks.judge('lifecycle.version-echoed', false, reply.isError ? reply.at('/error') : answered, expected);
}

function caseOf(
  transport: string,
  probe: Probe,
  checks: CaseChecks,
  unclaimed: readonly Entry[],
): CaseReport {
  const { revision } = probe;
  const { all: findings } = checks;
  const cited = new Set(findings.flatMap(({ seen }) => [...seen]));
  const own = probe.entries.filter(
    ({ entry }, index, { length }) => index < HEAD || index >= length - TAIL || cited.has(entry),
  );
  const known = new Set(own.map(({ entry }) => entry));
  const entries = [...own, ...unclaimed.filter(({ entry }) => cited.has(entry) && !known.has(entry))];
  const start = entries[0]?.at ?? 0;
  const numbers = new Map(entries.map(({ entry }, index) => [entry, index + 1]));
  const isQuiet = findings.every(({ verdict }) => verdict === 'pass' || verdict === 'not-applicable');
  const ran = probe.is === 'accepted' || findings.length > 0;
  return {
    scenario: SURVEY,
    transport,
    revision,
    durationMs: Math.round((own.at(-1)?.at ?? start) - start),
    status: ran ? 'ran' : 'not-applicable',
    ...(probe.is === 'declined' ? { reason: probe.reason } : {}),
    ...(probe.is === 'silent' && !ran ? { reason: probe.error.message } : {}),
    ...(probe.is === 'unreachable' ? { reason: probe.error.message } : {}),
    rerun: false,
    // A connection may have forgotten by then what was right.
    checks: findings
      .map((finding) => toCheckReport(finding, numbers))
      .filter(({ verdict, seen }) => verdict !== 'pass' || seen.length > 0),
    transcript: entries.map((entry, index) =>
      clipEntry(toEntryReport(entry, index + 1, start), isQuiet ? QUIET : KEPT),
    ),
  };
}

/**
 * Revisions that the user named and that are not run, by transport. Where a transport did not exist at a revision, it is
 * enough that another one ran it. What never came up, or answered nothing at all, says so in a way of its own.
 */
export function missingRevisions(
  surveyed: readonly SurveyedTransport[],
  named: boolean,
): ReadonlyMap<string, string[]> {
  const run = new Set(surveyed.flatMap(({ survey }) => [...survey.accepted.keys()]));
  const missingOn = ({ survey: { accepted, probes, neverUp } }: SurveyedTransport): string[] =>
    probes
      .filter(({ is }) => is === 'declined' || (is !== 'accepted' && accepted.size > 0))
      .filter(({ entries, revision }) => entries.length > 0 || !run.has(revision))
      .filter(() => named && neverUp === undefined)
      .map(({ revision }) => revision)
      .sort();
  return new Map(surveyed.map((one) => [one.transportTarget.transport, missingOn(one)]));
}
