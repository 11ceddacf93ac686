/** Folds what is one defect into one finding: what the same messages break too, and differences that say no more. */
import { listFindings, type Finding } from '../result/findings.js';
import type { CaseReport, CheckReport, ParityReport, Result } from '../result/result.js';
import { neutralise } from '../text/neutralise.js';

/** A finding with what it is told together with. */
export interface FoldedFinding extends Finding {
  /** What the same messages break besides, wherever that was seen. */
  breaks: Finding[];
  /** How it was on each transport, where that was not the same; a line a revision. */
  apart: string[];
}

/** All that is found, and the differences between transports that no finding tells. */
export interface Folded {
  findings: FoldedFinding[];
  differences: ParityReport[];
}

/** Lines of one finding that say how it was on each transport. */
const MAX_APART = 3;

export function foldFindings(result: Result): Folded {
  const all = listFindings(result);
  const heads: FoldedFinding[] = [];
  for (const finding of all) {
    const head = heads.find((one) => isImplied(finding, one));
    if (head === undefined) heads.push({ ...finding, breaks: [], apart: [] });
    else head.breaks.push(finding);
  }
  const told = new Map(heads.map((head) => [head.requirement, head]));
  for (const head of heads) for (const { requirement } of head.breaks) told.set(requirement, head);
  const differences = result.parity.flatMap((row) => {
    if (row.verdict !== 'differs') return [];
    const others = row.differences.filter(({ fact, values }) => {
      const head = told.get(fact);
      if (head === undefined || head.kind === 'robustness') return true;
      const text = sayApart(row, values);
      // Several scenarios may have seen the same.
      if (fact === head.requirement && head.apart.length < MAX_APART && !head.apart.includes(text))
        head.apart.push(text);
      return false;
    });
    return others.length === 0 ? [] : [{ ...row, differences: others }];
  });
  return { findings: heads, differences };
}

/** `2025-03-26: stdio fail, streamable-http pass`. */
const sayApart = ({ revision }: ParityReport, values: Record<string, string>): string =>
  neutralise(
    `${revision}: ${Object.entries(values)
      .map(([transport, value]) => `${transport} ${value}`)
      .join(', ')}`,
    { max: 200 },
  );

/** Whether each case that saw the one failed the other for the very same messages. */
function isImplied(finding: Finding, by: Finding): boolean {
  if (finding.kind !== 'fail' || by.kind !== 'fail') return false;
  return [finding.case, ...finding.others].every((one) => {
    const [check, other] = [failedIn(one, finding.requirement), failedIn(one, by.requirement)];
    return check !== undefined && other !== undefined && sameEvidence(check, other);
  });
}

const failedIn = ({ checks }: CaseReport, id: string): CheckReport | undefined =>
  checks.find(({ requirement, verdict, waivedBy }) => {
    return requirement === id && verdict === 'fail' && waivedBy === null;
  });

const sameEvidence = ({ seen }: CheckReport, other: CheckReport): boolean =>
  seen.length > 0 && seen.length === other.seen.length && seen.every((entry) => other.seen.includes(entry));
