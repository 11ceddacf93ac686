/** Schemas of `sampling/createMessage`, by which a server asks for a model completion. */
import type { Area, RevisionScope } from './area.js';
import { meta, requestParams, result } from './base.js';
import { share } from './content.js';
import {
  anyObject,
  decide,
  integer,
  list,
  number,
  object,
  oneWord,
  ref,
  text,
  type Properties,
  type Schema,
} from './json.js';
import { orTask, taskAugmented } from './tasks.js';

export const sampling = (at: RevisionScope): Area => {
  const { since, until } = at;
  const block = ref('SamplingMessageContentBlock');
  const content: Schema = since('2025-11-25') ? decide([[{ type: 'array' }, list(block)]], block) : block;
  const spoken: Properties = { role: ref('Role'), content };
  const required: Properties = { messages: list(ref('SamplingMessage')), maxTokens: integer };
  const optional: Properties = {
    modelPreferences: ref('ModelPreferences'),
    systemPrompt: text,
    includeContext: oneWord('none', 'thisServer', 'allServers'),
    temperature: number,
    stopSequences: list(text),
    metadata: anyObject,
    ...(since('2025-11-25') && {
      tools: list(ref('Tool')),
      toolChoice: object({}, { mode: oneWord('auto', 'required', 'none') }),
    }),
  };
  const answer: Properties = { model: text, ...spoken };
  return {
    definitions: {
      SamplingMessage: object(spoken, since('2025-11-25') ? meta(at) : {}),
      ModelPreferences: object(
        {},
        {
          hints: list(object({}, { name: text })),
          costPriority: share,
          speedPriority: share,
          intelligencePriority: share,
        },
      ),
      CreateMessageRequestParams: until('2025-11-25')
        ? requestParams(at, required, { ...optional, ...taskAugmented(at) })
        : object(required, optional),
      CreateMessageResult: until('2025-11-25')
        ? result(at, answer, { stopReason: text })
        : object(answer, { stopReason: text, ...meta(at) }),
    },
    requests: until('2025-11-25')
      ? {
          'sampling/createMessage': {
            from: 'server',
            params: ref('CreateMessageRequestParams'),
            result: orTask(at, ref('CreateMessageResult'), 'content'),
          },
        }
      : {},
  };
};
