import { Secrets } from '../../adapters/secrets.js';
import type { CaseReport, ParityReport } from '../../reports/result/result.js';

/** Takes secrets out of a text. */
export type Redact = (text: string) => string;

/** A target may say a secret back where we quote it. Transcripts are without secrets from the start; this is for the rest. */
export function makeRedactor(secrets: readonly string[]): Redact {
  const known = Secrets.of(secrets);
  return (text) => known.redact(text);
}

/** At most `keep` characters, with how many there were. Half a secret is none that anybody would know: it is cut last. */
export const clip = (text: string, keep: number, secrets: Secrets): string =>
  text.length > keep ? `${secrets.head(text, keep)}… (${text.length} characters)` : secrets.redact(text);

/** An error that is told beyond the run; those of libraries quote what they could not take. */
export function redactError(error: unknown, redact: Redact): unknown {
  if (!(error instanceof Error)) return error;
  const { stack } = error;
  error.message = redact(error.message);
  if (stack !== undefined) error.stack = redact(stack);
  return error;
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
