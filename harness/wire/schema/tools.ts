/** Schemas of tools: `tools/list`, `tools/call` and their change notification. */
import type { Area, RevisionScope } from './area.js';
import {
  icons,
  meta,
  named,
  notificationParams,
  pageParams,
  pageResult,
  requestParams,
  result,
} from './base.js';
import { inputAnswers } from './input.js';
import {
  anyObject,
  anything,
  boolean,
  list,
  literal,
  map,
  object,
  oneWord,
  ref,
  text,
  type Properties,
  type Schema,
} from './json.js';
import { orTask, taskAugmented } from './tasks.js';

/** Until 2025-11-25 only a few keywords of a tool's schema were spelled out; from 2026-07-28 all of JSON Schema is in. */
const toolSchema = ({ since }: RevisionScope, side: 'input' | 'output'): Schema => {
  const dialect: Properties = since('2025-11-25') ? { $schema: text } : {};
  if (since('2026-07-28')) return object(side === 'input' ? { type: literal('object') } : {}, dialect);
  return object(
    { type: literal('object') },
    { properties: map(anyObject), required: list(text), ...dialect },
  );
};

export const tools = (at: RevisionScope): Area => {
  const { since, revision } = at;
  return {
    definitions: {
      Tool: object(
        { name: text, inputSchema: toolSchema(at, 'input') },
        {
          description: text,
          ...(since('2025-03-26') && { annotations: ref('ToolAnnotations') }),
          ...(since('2025-06-18') && { outputSchema: toolSchema(at, 'output') }),
          ...(revision === '2025-11-25' && {
            execution: object({}, { taskSupport: oneWord('forbidden', 'optional', 'required') }),
          }),
          ...named(at),
          ...icons(at),
          ...meta(at),
        },
      ),
      ...(since('2025-03-26') && {
        ToolAnnotations: object(
          {},
          {
            title: text,
            readOnlyHint: boolean,
            destructiveHint: boolean,
            idempotentHint: boolean,
            openWorldHint: boolean,
          },
        ),
      }),
      ListToolsResult: pageResult(at, { tools: list(ref('Tool')) }),
      CallToolResult: result(
        at,
        { content: list(ref('ContentBlock')) },
        {
          isError: boolean,
          ...(since('2025-06-18') && { structuredContent: since('2026-07-28') ? anything : anyObject }),
        },
      ),
    },
    requests: {
      'tools/list': { from: 'client', params: pageParams(at), result: ref('ListToolsResult') },
      'tools/call': {
        from: 'client',
        params: requestParams(
          at,
          { name: text },
          { arguments: anyObject, ...taskAugmented(at), ...inputAnswers(at) },
        ),
        result: orTask(at, ref('CallToolResult'), 'content'),
        mayAskForInput: true,
      },
    },
    notifications: {
      'notifications/tools/list_changed': { from: 'server', params: notificationParams(at) },
    },
  };
};
