/** Schemas of prompts: `prompts/list`, `prompts/get` and their change notification. */
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
import { boolean, list, map, object, ref, text } from './json.js';

export const prompts = (at: RevisionScope): Area => ({
  definitions: {
    Prompt: object(
      { name: text },
      {
        description: text,
        arguments: list(ref('PromptArgument')),
        ...named(at),
        ...icons(at),
        ...meta(at),
      },
    ),
    PromptArgument: object({ name: text }, { description: text, required: boolean, ...named(at) }),
    PromptMessage: object({ role: ref('Role'), content: ref('ContentBlock') }),
    ListPromptsResult: pageResult(at, { prompts: list(ref('Prompt')) }),
    GetPromptResult: result(at, { messages: list(ref('PromptMessage')) }, { description: text }),
  },
  requests: {
    'prompts/list': { from: 'client', params: pageParams(at), result: ref('ListPromptsResult') },
    'prompts/get': {
      from: 'client',
      params: requestParams(at, { name: text }, { arguments: map(text), ...inputAnswers(at) }),
      result: ref('GetPromptResult'),
      mayAskForInput: true,
    },
  },
  notifications: {
    'notifications/prompts/list_changed': { from: 'server', params: notificationParams(at) },
  },
});
