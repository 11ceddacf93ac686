/** Content items, resources, icons and annotations, from the typed service to MCP. */
import { isObject, type Json } from '../json.js';
import { makeTextField, InexpressibleError } from './inexpressible.js';

/** MCP's names for what the service numbers. */
export const ROLES: Readonly<Record<string, string>> = { user: 'ROLE_USER', assistant: 'ROLE_ASSISTANT' };

/** The MCP name of an enumeration value: `ROLE_USER` is `user`; a number that nobody knows stays one, as text. */
export const fromEnumName = (prefix: string, value: unknown): string =>
  String(value).replace(prefix, '').toLowerCase();

/**
 * What a `bytes` field stands for in MCP, where octets are Base64 text. The type suggests that the field has the octets
 * themselves; the libraries put the text there. Whatever reads as Base64 text is taken for that, all else for octets.
 */
export function readBlob(field: unknown): string {
  const octets = typeof field === 'string' ? field : '';
  const inner = Buffer.from(octets, 'base64').toString('latin1');
  return inner.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(inner) ? inner : octets;
}

/** The one field that is set, of those of which only one may be. */
export function findOnly(message: Json, kinds: readonly string[]): string | undefined {
  const set = kinds.filter((kind) => Object.hasOwn(message, kind));
  return set.length === 1 ? set[0] : undefined;
}

const KINDS = ['text', 'image', 'audio', 'embeddedResource', 'resourceLink'];

/** A content item. One of no kind, or of several, which the service forbids, is none that MCP knows: it has no type. */
export function toContent(item: Json): Json {
  const kind = findOnly(item, KINDS);
  const value = kind === undefined ? {} : (item[kind] as Json);
  const { annotations, metadata, ...rest } = value;
  const more = { ...toAnnotations(annotations), ...toMeta(metadata) };
  switch (kind) {
    case 'text':
      return { type: 'text', text: rest['text'] ?? '', ...more };
    case 'image':
    case 'audio':
      return { type: kind, ...rest, data: readBlob(rest['data']), ...more };
    case 'embeddedResource':
      return { type: 'resource', resource: toContents((rest['contents'] ?? {}) as Json), ...more };
    case 'resourceLink':
      return { type: 'resource_link', ...toResource(value) };
    default:
      return {};
  }
}

/** Contents of a resource. With neither text nor blob on the wire they are the empty text, which looks no different there. */
export function toContents({ uri = '', blob, text, metadata, ...rest }: Json): Json {
  return {
    uri,
    ...rest,
    ...(blob === undefined || blob === '' ? { text: text ?? '' } : { blob: readBlob(blob) }),
    ...(blob !== undefined && text !== undefined ? { text } : {}),
    ...toMeta(metadata),
  };
}

export function toResource({ uri = '', name = '', annotations, icons, metadata, ...rest }: Json): Json {
  return { uri, name, ...rest, ...toAnnotations(annotations), ...toIcons(icons), ...toMeta(metadata) };
}

export function toAnnotations(annotations: unknown): Json {
  if (!isObject(annotations)) return {};
  const { audience, ...rest } = annotations;
  const roles = (audience as unknown[] | undefined)?.map((role) => fromEnumName('ROLE_', role));
  return { annotations: { ...(roles === undefined ? {} : { audience: roles }), ...rest } };
}

export function toIcons(icons: unknown): Json {
  if (!Array.isArray(icons)) return {};
  return {
    icons: icons.map(({ theme, ...icon }: Json) =>
      theme === undefined ? icon : { ...icon, theme: fromEnumName('THEME_', theme) },
    ),
  };
}

export const toMeta = (metadata: unknown): Json => (metadata === undefined ? {} : { _meta: metadata });

/** The content of a sample that this client generated: text, an image or a sound. */
export function toWireSample(content: unknown): Json {
  if (!isObject(content)) throw new InexpressibleError('a sample is one text, image or sound');
  const { type, data, mimeType, text: words } = content;
  if (type === 'text') return { text: makeTextField('text', words) };
  if (type !== 'image' && type !== 'audio')
    throw new InexpressibleError('a sample is one text, image or sound');
  return {
    [type]: { data: Buffer.from(String(data)).toString('base64'), ...makeTextField('mimeType', mimeType) },
  };
}
