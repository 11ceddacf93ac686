/** The digest of a result, by which a later change to the file is noticed, and the bytes that are signed. */
import { computeCanonicalHash, toCanonicalJson, toWellFormed } from './canonical.js';
import type { Result } from './result.js';

/** What is hashed and signed: everything but the digest itself. */
const content = ({ digest: _, ...rest }: Result): Omit<Result, 'digest'> => rest;

/** SHA-256 of the canonical result (RFC 8785): what a badge carries. Throws `TypeError` for what has no such form. */
export const computeResultHash = (result: Result): string => computeCanonicalHash(content(result));

/** The bytes that a signature is over. */
export const toCanonicalBytes = (result: Result): Buffer => Buffer.from(toCanonicalJson(content(result)));

/**
 * The same result with its digest, which every file that holds one carries: a slip of an editor is told from a result. Half a
 * character, which has no canonical form, is replaced: no file is without a digest.
 */
export function withDigest(result: Result): Result {
  const whole = toWellFormed(content(result));
  return { ...whole, digest: computeCanonicalHash(whole) };
}
