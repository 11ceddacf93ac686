/** Schemas of `completion/complete`: suggested values for prompt and template arguments. */
import type { Area, RevisionScope } from './area.js';
import { named, requestParams, result } from './base.js';
import { boolean, integer, list, literal, map, object, ref, tagged, text, uriTemplate } from './json.js';

export const completion = (at: RevisionScope): Area => {
  const { since } = at;
  return {
    definitions: {
      PromptReference: object({ type: literal('ref/prompt'), name: text }, named(at)),
      ResourceTemplateReference: object({ type: literal('ref/resource'), uri: uriTemplate }),
      CompleteResult: result(at, {
        completion: object(
          { values: { ...list(text), ...(since('2026-07-28') && { maxItems: 100 }) } },
          { total: integer, hasMore: boolean },
        ),
      }),
    },
    requests: {
      'completion/complete': {
        from: 'client',
        params: requestParams(
          at,
          {
            ref: tagged('type', ref('PromptReference'), ref('ResourceTemplateReference')),
            argument: object({ name: text, value: text }),
          },
          { ...(since('2025-06-18') && { context: object({}, { arguments: map(text) }) }) },
        ),
        result: ref('CompleteResult'),
      },
    },
  };
};
