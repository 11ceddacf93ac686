/** Content items, resources, icons and annotations, from MCP to the typed service. */
import type { Json } from '../../json.js';

export const mapList = (values: unknown, map: (value: Json) => Json): Json[] =>
  ((values ?? []) as Json[]).map(map);

export const mapValues = (values: Json, map: (value: Json) => Json): Json =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, map(value as Json)]));

export const toEnumName = (prefix: string, value: unknown): string =>
  `${prefix}${String(value).toUpperCase()}`;

/** A tool, a prompt, a resource or a template: named alike in both worlds but for metadata and enumerations. */
export function toWireItem({ _meta, icons, annotations, ...rest }: Json): Json {
  return {
    ...rest,
    ...(_meta === undefined ? {} : { metadata: _meta }),
    ...(annotations === undefined ? {} : { annotations: annotationsToWire(annotations as Json) }),
    ...(icons === undefined
      ? {}
      : {
          icons: mapList(icons, (icon) => ({
            ...icon,
            theme: toEnumName('THEME_', icon['theme'] ?? 'unspecified'),
          })),
        }),
  };
}

const annotationsToWire = ({ audience, ...rest }: Json): Json => ({
  ...rest,
  ...(audience === undefined
    ? {}
    : { audience: (audience as unknown[]).map((role) => toEnumName('ROLE_', role)) }),
});

export const toWirePromptMessage = ({ role, content }: Json): Json => ({
  role: toEnumName('ROLE_', role),
  ...toWireContent(content as Json),
});

/** The libraries keep Base64 text where the type says octets, and so do we. */
const octets = (text: unknown): string => Buffer.from(String(text)).toString('base64');

export function toWireContent({ type, _meta, annotations, ...rest }: Json): Json {
  const more = {
    ...(annotations === undefined ? {} : { annotations: annotationsToWire(annotations as Json) }),
    ...(_meta === undefined ? {} : { metadata: _meta }),
  };
  switch (type) {
    case 'text':
      return { text: { ...rest, ...more } };
    case 'image':
    case 'audio':
      return { [type]: { ...rest, data: octets(rest['data']), ...more } };
    case 'resource':
      return { embeddedResource: { contents: toWireContents(rest['resource'] as Json), ...more } };
    case 'resource_link':
      return { resourceLink: toWireItem({ ...rest, _meta, annotations }) };
    default:
      throw new Error(`there is no message for content of type ${String(type)}`);
  }
}

export const toWireContents = ({ blob, _meta, ...rest }: Json): Json => ({
  ...rest,
  ...(blob === undefined ? {} : { blob: octets(blob) }),
  ...(_meta === undefined ? {} : { metadata: _meta }),
});
