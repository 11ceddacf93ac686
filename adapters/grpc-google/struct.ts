/** `google.protobuf.Struct` and `Value`, as protobufjs holds them, to and from the JSON that they stand for. */

type Json = Record<string, unknown>;

export const fromStruct = ({ fields = {} }: Json): Json =>
  Object.fromEntries(Object.entries(fields as Json).map(([key, value]) => [key, fromValue(value as Json)]));

/** A `Value` without any of its kinds stands for nothing; `null` comes nearest. */
export function fromValue(value: Json): unknown {
  if (Object.hasOwn(value, 'structValue')) return fromStruct(value['structValue'] as Json);
  if (Object.hasOwn(value, 'listValue')) {
    const { values = [] } = value['listValue'] as { values?: Json[] };
    return values.map(fromValue);
  }
  if (Object.hasOwn(value, 'numberValue')) {
    const number = value['numberValue'] as number;
    return Number.isFinite(number) ? number : String(number);
  }
  return value['stringValue'] ?? value['boolValue'] ?? null;
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
