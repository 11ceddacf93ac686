import { Transcript } from '../../adapters/transcript.js';
import type { CaseReport, ParityReport } from '../../reports/result.js';

/** Takes secrets out of a text. */
export type Redact = (text: string) => string;

/** A target may say a secret back where we quote it. Transcripts are without secrets from the start; this is for the rest. */
export function redactor(secrets: readonly string[]): Redact {
  const transcript = new Transcript(secrets);
  return (text) => transcript.redact(text);
}

/** Only what quotes the target or its command: everything else is words of our own. */
export const redactCase = (report: CaseReport, redact: Redact): CaseReport => ({
  ...report,
  ...(report.reason === undefined ? {} : { reason: redact(report.reason) }),
  checks: report.checks.map((check) => ({
    ...check,
    ...(check.expected === undefined ? {} : { expected: redact(check.expected) }),
    ...(check.received === undefined ? {} : { received: redact(check.received) }),
  })),
});

export const redactParity = (report: ParityReport, redact: Redact): ParityReport => ({
  ...report,
  differences: report.differences.map(({ fact, values }) => ({
    fact,
    values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, redact(value)])),
  })),
});

/** Every text in a document of the target. */
export function redactDocument(document: unknown, redact: Redact): unknown {
  if (typeof document === 'string') return redact(document);
  if (Array.isArray(document)) return document.map((item) => redactDocument(item, redact));
  if (typeof document !== 'object' || document === null) return document;
  return Object.fromEntries(
    Object.entries(document).map(([name, value]) => [redact(name), redactDocument(value, redact)]),
  );
}
