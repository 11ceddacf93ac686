/** `google.protobuf.Struct` and `Value`, as protobufjs holds them, to and from the JSON that they stand for. */

import type { Json } from '../json.js';

export const readStruct = ({ fields = {} }: Json): Json =>
  Object.fromEntries(Object.entries(fields as Json).map(([key, value]) => [key, readValue(value as Json)]));

const KINDS = ['structValue', 'listValue', 'numberValue', 'stringValue', 'boolValue'] as const;

/** A `Value` without any of its kinds stands for nothing; `null` comes nearest. */
export function readValue(value: Json): unknown {
  // Its prototype has the defaults of all kinds.
  const kind = KINDS.find((one) => Object.hasOwn(value, one));
  switch (kind) {
    case 'structValue':
      return readStruct(value[kind] as Json);
    case 'listValue':
      return ((value[kind] as { values?: Json[] }).values ?? []).map(readValue);
    case 'numberValue':
      // JSON has no NaN and no infinity.
      return Number.isFinite(value[kind]) ? value[kind] : String(value[kind]);
    case 'stringValue':
    case 'boolValue':
      return value[kind];
    default:
      return null;
  }
}

export const toStruct = (json: Json): Json => ({
  fields: Object.fromEntries(
    Object.entries(json)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, toValue(value)]),
  ),
});

export function toValue(json: unknown): Json {
  switch (typeof json) {
    case 'string':
      return { stringValue: json };
    case 'number':
      return { numberValue: json };
    case 'boolean':
      return { boolValue: json };
    case 'object':
      if (json === null) break;
      if (Array.isArray(json)) return { listValue: { values: json.map(toValue) } };
      return { structValue: toStruct(json as Json) };
    default:
  }
  return { nullValue: 0 };
}
