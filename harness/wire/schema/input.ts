/** Schemas of results that ask the client for input, and of the answers sent with the retry. */
import type { Area, RevisionScope } from './area.js';
import { result } from './base.js';
import {
  anyObject,
  decide,
  has,
  literal,
  map,
  object,
  ref,
  tagged,
  text,
  type Properties,
  type Schema,
} from './json.js';

/** From 2026-07-28 a server asks its client by answering with questions; the request is then sent again with these. */
export const inputAnswers = ({ since }: RevisionScope): Properties =>
  since('2026-07-28') ? { inputResponses: ref('InputResponses'), requestState: text } : {};

const asked = (method: string, params: string): Schema =>
  object({ method: literal(method), params: ref(params) });

export const input = (at: RevisionScope): Area => {
  if (!at.since('2026-07-28')) return {};
  return {
    definitions: {
      CreateMessageRequest: asked('sampling/createMessage', 'CreateMessageRequestParams'),
      ElicitRequest: asked('elicitation/create', 'ElicitRequestParams'),
      ListRootsRequest: object(
        { method: literal('roots/list') },
        { params: object({}, { _meta: anyObject }) },
      ),
      InputRequests: map(
        tagged('method', ref('CreateMessageRequest'), ref('ElicitRequest'), ref('ListRootsRequest')),
      ),
      InputResponses: map(
        decide(
          [
            [has('action'), ref('ElicitResult')],
            [has('roots'), ref('ListRootsResult')],
          ],
          ref('CreateMessageResult'),
        ),
      ),
      InputRequiredResult: {
        ...result(at, {}, { inputRequests: ref('InputRequests'), requestState: text }),
        anyOf: [has('inputRequests'), has('requestState')],
      },
    },
  };
};
