/** Reads certificates and keys, and says where a file is none. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createSecureContext } from 'node:tls';
import type { TlsOptions } from '../../adapters/tls.js';
import { UsageError } from './errors.js';

export interface TlsFiles {
  ca?: string;
  cert?: string;
  key?: string;
  insecure?: boolean;
}

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[^-]*(?:-----END \1-----)?/g;

/** PEM texts from files, each of them what it is named for. Throws `UsageError` with file and line. */
export function readTls(files: TlsFiles, base: string): TlsOptions {
  const { ca, cert, key, insecure } = files;
  if ((cert === undefined) !== (key === undefined)) {
    throw new UsageError('a client certificate needs both its cert and its key', 'Name both files.');
  }
  const tls = {
    ...(ca === undefined ? {} : { ca: checkCertificates(ca, read(ca, base), 'ca') }),
    ...(cert === undefined ? {} : { cert: checkCertificates(cert, read(cert, base), 'cert') }),
    ...(key === undefined ? {} : { key: checkKey(key, read(key, base)) }),
  };
  if (cert !== undefined && key !== undefined) checkPair(cert, key, tls);
  return { ...tls, ...(insecure === undefined ? {} : { insecure }) };
}

function read(file: string, base: string): string {
  try {
    return readFileSync(resolve(base, file), 'utf8');
  } catch (cause) {
    throw new UsageError(`${file}: ${(cause as Error).message}`, 'Name a PEM file that can be read.', {
      cause,
    });
  }
}

/** Every certificate that a file holds. */
function checkCertificates(file: string, text: string, option: 'ca' | 'cert'): string {
  const blocks = [...text.matchAll(BLOCK)].filter(([, label]) => label?.endsWith('CERTIFICATE'));
  const next = `--${option} takes PEM: -----BEGIN CERTIFICATE-----. Of DER it is made by: openssl x509 -inform der -in FILE`;
  if (blocks.length === 0)
    throw new UsageError(`${file}:1: expected a certificate in PEM, and there is none`, next);
  for (const { 0: block, index } of blocks) {
    try {
      void new X509Certificate(block);
    } catch (cause) {
      throw new UsageError(`${file}:${lineOf(text, index)}: this certificate cannot be read`, next, {
        cause,
      });
    }
  }
  return text;
}

function checkKey(file: string, text: string): string {
  const at = Math.max(0, text.search(/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/));
  const place = `${file}:${lineOf(text, at)}`;
  if (/ENCRYPTED/.test(text)) {
    throw new UsageError(
      `${place}: the key is encrypted, and there is nobody to ask for its passphrase`,
      'Write it without one for the run: openssl pkey -in FILE -out plain.pem',
    );
  }
  try {
    createPrivateKey(text);
    return text;
  } catch (cause) {
    // What a library says of a key may quote it.
    throw new UsageError(
      `${place}: expected a private key in PEM, and this is none`,
      '--key takes PEM: -----BEGIN PRIVATE KEY-----.',
      { cause },
    );
  }
}

function checkPair(cert: string, key: string, tls: TlsOptions): void {
  try {
    createSecureContext(tls);
  } catch (cause) {
    const why = /mismatch/i.test((cause as Error).message)
      ? 'they do not belong together'
      : (cause as Error).message;
    throw new UsageError(
      `${cert} and ${key}: ${why}`,
      'Name a certificate and the key that it was made for.',
      {
        cause,
      },
    );
  }
}

const lineOf = (text: string, index: number): number => text.slice(0, index).split('\n').length;
