/** The error for requests that the typed service has no place for, and checks of text fields. */
import { ConformanceError, isConformanceError } from '../errors.js';
import { isObject, type Json } from '../json.js';

/** A request, or a part of one, that the typed service has no place for. The message is the reason, for people. */
export class InexpressibleError extends ConformanceError {
  override readonly name = 'InexpressibleError';
  readonly code = 'not-typed';

  static is(error: unknown): error is InexpressibleError {
    return isConformanceError(error, 'not-typed');
  }
}

/** A text field; absent where there is no value. */
export function makeTextField(key: string, value: unknown): Json {
  if (value === undefined) return {};
  if (typeof value !== 'string') throw new InexpressibleError(`the field ${key} is text by its type`);
  return { [key]: value };
}

export function makeTextMapField(key: string, value: unknown): Json {
  if (value === undefined) return {};
  if (!isObject(value) || Object.values(value).some((one) => typeof one !== 'string'))
    throw new InexpressibleError(`the field ${key} is a map of texts by its type`);
  return { [key]: value };
}
