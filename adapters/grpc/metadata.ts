/** gRPC metadata: merging, converting, and hiding the user's own values from transcripts. */
import { Metadata } from '@grpc/grpc-js';
import type { Metadata as Values } from '../adapter.js';

/** Merged from left to right, names in lower case; `null` takes a key out. */
export function mergeMetadata(...layers: (Values | undefined)[]): Record<string, string> {
  const merged: Record<string, string> = {};
  for (const layer of layers)
    for (const [name, value] of Object.entries(layer ?? {})) {
      if (value === null) delete merged[name.toLowerCase()];
      else merged[name.toLowerCase()] = value;
    }
  return merged;
}

/** Keys that are sent with two values, and how they are shown. */
export function doubleMetadata(
  values: Readonly<Record<string, string>>,
  twice: Readonly<Record<string, string>>,
): { sent: Record<string, string[]>; shown: Record<string, string> } {
  const pairs = Object.entries(twice).map(([name, value]) => [name, [values[name] ?? value, value]] as const);
  return {
    sent: Object.fromEntries(pairs.map(([name, both]) => [name, [...both]])),
    shown: Object.fromEntries(pairs.map(([name, both]) => [name, both.join(', ')])),
  };
}

/**
 * As grpc-js wants it; values of `-bin` keys are given in Base64. Throws, without the value in the message, where a name or a value
 * cannot be sent.
 */
export function toMetadata(values: Readonly<Record<string, string>>): Metadata {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(values)) {
    try {
      metadata.add(name, name.endsWith('-bin') ? Buffer.from(value, 'base64') : value);
    } catch {
      throw new Error(
        `metadata ${JSON.stringify(name)} cannot be sent: a name is made of a-z 0-9 - _ . and a value of visible ASCII`,
      );
    }
  }
  return metadata;
}

/** One text a key; octets as Base64, repeated values joined with a comma. */
export const flattenMetadata = (metadata: Metadata): Record<string, string> =>
  Object.fromEntries(
    Object.entries(metadata.toHttp2Headers()).map(([name, value]) => [name, [value].flat().join(', ')]),
  );

/** For a transcript: what the user's own metadata says stays out of it. */
export function hideMetadata(
  values: Readonly<Record<string, string>>,
  own: Readonly<Record<string, string>>,
): Record<string, string> {
  const shown = { ...values };
  for (const [name, value] of Object.entries(own)) {
    if (shown[name.toLowerCase()] === value) shown[name.toLowerCase()] = '[redacted]';
  }
  return shown;
}
