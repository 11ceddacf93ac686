/** Schemas of client and server capabilities, `initialize` and `server/discover`. */
import type { Area, RevisionScope } from './area.js';
import { cacheable, notificationParams, requestParams, result } from './base.js';
import { anyObject, boolean, list, map, object, ref, text } from './json.js';

const listChanged = { listChanged: boolean };

/** Capabilities, and how the two sides learn them: a handshake, or from 2026-07-28 a question. */
export const lifecycle = (at: RevisionScope): Area => {
  const { since, until, revision } = at;
  return {
    definitions: {
      ClientCapabilities: object(
        {},
        {
          experimental: map(anyObject),
          roots: until('2025-11-25') ? object({}, listChanged) : anyObject,
          sampling: since('2025-11-25') ? object({}, { context: anyObject, tools: anyObject }) : anyObject,
          ...(since('2025-06-18') && {
            elicitation: since('2025-11-25') ? object({}, { form: anyObject, url: anyObject }) : anyObject,
          }),
          ...(revision === '2025-11-25' && { tasks: ref('ClientTaskCapabilities') }),
          ...(since('2026-07-28') && { extensions: map(anyObject) }),
        },
      ),
      ServerCapabilities: object(
        {},
        {
          experimental: map(anyObject),
          logging: anyObject,
          prompts: object({}, listChanged),
          resources: object({}, { ...listChanged, subscribe: boolean }),
          tools: object({}, listChanged),
          ...(since('2025-03-26') && { completions: anyObject }),
          ...(revision === '2025-11-25' && { tasks: ref('ServerTaskCapabilities') }),
          ...(since('2026-07-28') && { extensions: map(anyObject) }),
        },
      ),
      ...(until('2025-11-25') && {
        InitializeResult: result(
          at,
          {
            protocolVersion: text,
            capabilities: ref('ServerCapabilities'),
            serverInfo: ref('Implementation'),
          },
          { instructions: text },
        ),
      }),
      ...(since('2026-07-28') && {
        DiscoverResult: result(
          at,
          { supportedVersions: list(text), capabilities: ref('ServerCapabilities'), ...cacheable(at) },
          { instructions: text },
        ),
      }),
    },
    requests: until('2025-11-25')
      ? {
          initialize: {
            from: 'client',
            params: requestParams(at, {
              protocolVersion: text,
              capabilities: ref('ClientCapabilities'),
              clientInfo: ref('Implementation'),
            }),
            result: ref('InitializeResult'),
          },
        }
      : { 'server/discover': { from: 'client', params: requestParams(at), result: ref('DiscoverResult') } },
    notifications: until('2025-11-25')
      ? { 'notifications/initialized': { from: 'client', params: notificationParams(at) } }
      : {},
  };
};
