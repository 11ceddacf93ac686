/** What a JSON value of a target is, decided without trusting it. */
import { isObject, type Json } from '../../adapters/json.js';

export const isInteger = (value: unknown): value is number => Number.isInteger(value);

/** The bytes of canonical base64 (RFC 4648 section 4, padded), or `undefined` where it is something else. */
export function decodeBase64(value: unknown): Buffer | undefined {
  if (typeof value !== 'string' || value.length % 4 !== 0) return undefined;
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(value)) return undefined;
  return Buffer.from(value, 'base64');
}

export function isBase64(value: unknown): boolean {
  const bytes = decodeBase64(value);
  return bytes !== undefined && bytes.length > 0;
}

/** Content of type image or audio with a MIME type of that kind and data in base64; what they hold no sentence says. */
export function isMedia(item: unknown, kind: 'image' | 'audio'): boolean {
  if (!isObject(item) || item['type'] !== kind) return false;
  const { mimeType } = item;
  if (typeof mimeType !== 'string' || !isMimeType(mimeType) || !mimeType.startsWith(`${kind}/`)) return false;
  return isBase64(item['data']);
}

/** `type/subtype`, with parameters or without (RFC 2045). */
export const isMimeType = (value: unknown): value is string =>
  typeof value === 'string' && /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(\s*;.*)?$/.test(value);

/** A URI with a scheme, written in the characters of RFC 3986. */
export function isUri(value: unknown): value is string {
  if (typeof value !== 'string' || !SCHEME.test(value) || NOT_IN_URI.test(value)) return false;
  const [, fragment = '', ...more] = value.split('#', 3);
  return more.length === 0 && !/[[\]]/.test(fragment);
}

// One by one: a repeated group remembers each of its turns, and a target's URI can have millions.
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:/;
const NOT_IN_URI = /[^\w.~:/?[\]@!$&'()*+,;=#%-]|%(?![0-9A-Fa-f]{2})/;

const VARIABLE = String.raw`(?:\w|%[0-9A-Fa-f]{2})(?:\.?(?:\w|%[0-9A-Fa-f]{2}))*(?::[1-9]\d{0,3}|\*)?`;
const TEMPLATE = new RegExp(
  String.raw`^(?:[^\x00-\x20"'%<>\\^\x60{|}]|%[0-9A-Fa-f]{2}|\{[+#./;?&]?${VARIABLE}(?:,${VARIABLE})*\})*$`,
);

/** A URI template (RFC 6570). Longer ones than 4 KiB are none that a regular expression should look at. */
export const isUriTemplate = (value: unknown): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= 4096 && TEMPLATE.test(value);

/** Text or blob with the URI that it belongs to. */
export const isContents = (value: unknown): value is Json =>
  isObject(value) &&
  isUri(value['uri']) &&
  (typeof value['text'] === 'string' || decodeBase64(value['blob']) !== undefined);

/** A list of nothing, of which everything is true. */
export const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

/** A name and a version, as servers and clients present themselves. */
export const isImplementation = (value: unknown): boolean =>
  isObject(value) && typeof value['name'] === 'string' && typeof value['version'] === 'string';

/** Every result may carry `_meta`; it does not count as content. */
export const isEmptyResult = (result: unknown): boolean =>
  isObject(result) && Object.keys(result).every((key) => key === '_meta');
