/** Schemas of content blocks: text, images, audio, embedded resources, annotations. */
import type { Area, RevisionScope } from './area.js';
import { icons, meta, named } from './base.js';
import {
  anyObject,
  anything,
  base64,
  boolean,
  decide,
  has,
  integer,
  list,
  literal,
  number,
  object,
  ref,
  tagged,
  text,
  uri,
  type Schema,
} from './json.js';

/** A number from 0 to 1: how much something matters. */
export const share: Schema = { ...number, minimum: 0, maximum: 1 };

/** What tools, prompts, resources and models hand each other. */
export const content = (at: RevisionScope): Area => {
  const { since } = at;
  const annotated = { annotations: ref('Annotations'), ...meta(at) };
  const media = (type: string) => object({ type: literal(type), data: base64, mimeType: text }, annotated);
  const contents = (body: Record<string, Schema>) =>
    object({ uri, ...body }, { mimeType: text, ...meta(at) });
  const result = since('2026-07-28') ? anything : anyObject;
  return {
    definitions: {
      Annotations: object(
        {},
        {
          audience: list(ref('Role')),
          priority: share,
          ...(since('2025-06-18') && { lastModified: text }),
        },
      ),
      TextContent: object({ type: literal('text'), text }, annotated),
      ImageContent: media('image'),
      ...(since('2025-03-26') && { AudioContent: media('audio') }),
      TextResourceContents: contents({ text }),
      BlobResourceContents: contents({ blob: base64 }),
      ResourceContents: decide([[has('blob'), ref('BlobResourceContents')]], ref('TextResourceContents')),
      EmbeddedResource: object({ type: literal('resource'), resource: ref('ResourceContents') }, annotated),
      ...(since('2025-06-18') && {
        ResourceLink: object(
          { type: literal('resource_link'), uri, name: text },
          { description: text, mimeType: text, size: integer, ...annotated, ...named(at), ...icons(at) },
        ),
      }),
      ContentBlock: tagged(
        'type',
        ref('TextContent'),
        ref('ImageContent'),
        ref('EmbeddedResource'),
        ...(since('2025-03-26') ? [ref('AudioContent')] : []),
        ...(since('2025-06-18') ? [ref('ResourceLink')] : []),
      ),
      ...(since('2025-11-25') && {
        ToolUseContent: object(
          { type: literal('tool_use'), id: text, name: text, input: anyObject },
          meta(at),
        ),
        ToolResultContent: object(
          { type: literal('tool_result'), toolUseId: text, content: list(ref('ContentBlock')) },
          { isError: boolean, structuredContent: result, ...meta(at) },
        ),
      }),
      /** What passes between a client's model and a server; tools and lists of blocks came with 2025-11-25. */
      SamplingMessageContentBlock: tagged(
        'type',
        ref('TextContent'),
        ref('ImageContent'),
        ...(since('2025-03-26') ? [ref('AudioContent')] : []),
        ...(since('2025-11-25') ? [ref('ToolUseContent'), ref('ToolResultContent')] : []),
      ),
    },
  };
};
