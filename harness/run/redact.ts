/** Takes secrets out of errors, case reports, parity reports and documents of the target. */
import type { Secrets } from '../../adapters/secrets.js';
import type { CaseReport, ParityReport } from '../../reports/result/result.js';

// A target may say a secret back where we quote it. Transcripts are without secrets from the start; this is for the rest.

/** An error that is told beyond the run; those of libraries quote what they could not take. */
export function redactError(error: unknown, secrets: Secrets): unknown {
  if (!(error instanceof Error)) return error;
  const { stack } = error;
  error.message = secrets.redact(error.message);
  if (stack !== undefined) error.stack = secrets.redact(stack);
  return error;
}

/** Only what quotes the target or its command: everything else is words of our own. */
export const redactCase = (report: CaseReport, secrets: Secrets): CaseReport => ({
  ...report,
  ...(report.reason === undefined ? {} : { reason: secrets.redactCut(report.reason) }),
  checks: report.checks.map((check) => ({
    ...check,
    ...(check.expected === undefined ? {} : { expected: secrets.redactCut(check.expected) }),
    ...(check.received === undefined ? {} : { received: secrets.redactCut(check.received) }),
  })),
});

export const redactParity = (report: ParityReport, secrets: Secrets): ParityReport => ({
  ...report,
  differences: report.differences.map(({ fact, values }) => ({
    fact,
    values: Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, secrets.redactCut(value)]),
    ),
  })),
});

/** Every text in a document of the target. */
export function redactDocument(document: unknown, secrets: Secrets): unknown {
  if (typeof document === 'string') return secrets.redact(document);
  if (Array.isArray(document)) return document.map((item) => redactDocument(item, secrets));
  if (typeof document !== 'object' || document === null) return document;
  return Object.fromEntries(
    Object.entries(document).map(([name, value]) => [secrets.redact(name), redactDocument(value, secrets)]),
  );
}
