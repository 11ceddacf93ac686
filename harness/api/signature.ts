import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import type { Result } from '../../reports/result/result.js';
import { toCanonicalBytes } from '../../reports/result/digest.js';
import { UsageError } from '../config/errors.js';
import { readTextFile, writeText } from './files.js';

/** What stands beside a signed result: one line of base64, the Ed25519 signature over its canonical bytes (RFC 8785). */
export const getSignatureFile = (resultFile: string): string => `${resultFile}.sig`;

/** Reads a key before anything is done that it is for. Throws `UsageError` for what is no Ed25519 private key. */
export const readSigningKey = (file: string): KeyObject =>
  keyIn(file, createPrivateKey, 'an Ed25519 private key in PEM');

export const readPublicKey = (file: string): KeyObject =>
  keyIn(file, createPublicKey, 'an Ed25519 public key in PEM');

const signatureOf = (result: Result, key: KeyObject): string =>
  `${sign(null, toCanonicalBytes(result), key).toString('base64')}\n`;

/** Writes the signature beside every file that holds the result. */
export function writeSignatures(result: Result, key: KeyObject, files: readonly string[]): void {
  for (const file of files) writeText(getSignatureFile(file), signatureOf(result, key));
}

/** Where reports put the result itself. */
export const listJsonPaths = (requests: readonly { format: string; path?: string }[]): string[] =>
  requests.flatMap(({ format, path }) => (format === 'json' && path !== undefined ? [path] : []));

export function isSignedBy(result: Result, signature: string, key: KeyObject): boolean {
  return verify(null, toCanonicalBytes(result), key, Buffer.from(signature.trim(), 'base64'));
}

function keyIn(file: string, read: (pem: string) => KeyObject, what: string): KeyObject {
  const pem = readTextFile(file);
  const next =
    'Make a pair: openssl genpkey -algorithm ed25519 -out key.pem; openssl pkey -in key.pem -pubout -out public.pem';
  let key: KeyObject;
  try {
    key = read(pem);
  } catch (cause) {
    // What a library says of a key may quote it.
    throw new UsageError(`${file}: expected ${what}`, next, { cause });
  }
  if (key.asymmetricKeyType !== 'ed25519')
    throw new UsageError(
      `${file}: expected ${what}, got one for ${key.asymmetricKeyType ?? 'something else'}`,
      next,
    );
  return key;
}
