/** Schemas that all areas share: ids, `_meta`, pages, errors, ping, cancellation, progress. */
import type { Area, RevisionScope } from './area.js';
import {
  anyObject,
  anything,
  decide,
  integer,
  is,
  list,
  number,
  object,
  oneWord,
  ref,
  text,
  uri,
  type Properties,
  type Schema,
} from './json.js';

/** JSON-RPC allows any number as an id, MCP only a whole one. The same holds for progress tokens. */
export const id: Schema = { type: ['string', 'integer'] };
export const progressToken = id;

/** `_meta` of a part (a tool, a content block); it came with 2025-06-18. */
export const meta = ({ since }: RevisionScope): Properties =>
  since('2025-06-18') ? { _meta: anyObject } : {};

export const requestParams = (
  { since }: RevisionScope,
  required: Properties = {},
  optional: Properties = {},
): Schema =>
  since('2026-07-28')
    ? object({ _meta: ref('RequestMetaObject'), ...required }, optional)
    : object(required, { _meta: object({}, { progressToken }), ...optional });

export const notificationParams = (
  { since }: RevisionScope,
  required: Properties = {},
  optional: Properties = {},
): Schema =>
  object(required, { _meta: since('2026-07-28') ? ref('NotificationMetaObject') : anyObject, ...optional });

export const result = (
  { since }: RevisionScope,
  required: Properties = {},
  optional: Properties = {},
): Schema =>
  since('2026-07-28')
    ? object({ resultType: text, ...required }, { _meta: ref('ResultMetaObject'), ...optional })
    : object(required, { _meta: anyObject, ...optional });

/** How long a result may be kept, and for whom. */
export const cacheable = ({ since }: RevisionScope): Properties =>
  since('2026-07-28') ? { ttlMs: { ...integer, minimum: 0 }, cacheScope: oneWord('private', 'public') } : {};

export const pageParams = (at: RevisionScope): Schema => requestParams(at, {}, { cursor: text });
export const pageResult = (at: RevisionScope, items: Properties): Schema =>
  result(at, { ...items, ...cacheable(at) }, { nextCursor: text });

/** `name` with its title for people. */
export const named = ({ since }: RevisionScope): Properties => (since('2025-06-18') ? { title: text } : {});
export const icons = ({ since }: RevisionScope): Properties =>
  since('2025-11-25') ? { icons: list(ref('Icon')) } : {};

const withData = (code: number, data: Properties): readonly [Schema, Schema] => [
  is('code', code),
  object({ data: object(data) }),
];

/** Data that an error code of MCP must carry. Other codes are the sender's own business. */
const errorData = ({ since, revision }: RevisionScope): readonly (readonly [Schema, Schema])[] => {
  if (since('2026-07-28')) {
    return [
      withData(-32_021, { requiredCapabilities: ref('ClientCapabilities') }),
      withData(-32_022, { requested: text, supported: list(text) }),
    ];
  }
  return revision === '2025-11-25'
    ? [withData(-32_042, { elicitations: list(ref('ElicitRequestURLParams')) })]
    : [];
};

export const base = (at: RevisionScope): Area => {
  const { since, until } = at;
  return {
    definitions: {
      Result: result(at),
      Error: {
        ...object({ code: integer, message: text }, { data: anything }),
        ...decide(errorData(at), anything),
      },
      Role: oneWord('assistant', 'user'),
      Implementation: object(
        { name: text, version: text },
        {
          ...named(at),
          ...icons(at),
          ...(since('2025-11-25') && { description: text, websiteUrl: uri }),
        },
      ),
      ...(since('2025-11-25') && {
        Icon: object({ src: uri }, { mimeType: text, sizes: list(text), theme: oneWord('dark', 'light') }),
      }),
      ...(since('2026-07-28') && {
        RequestMetaObject: object(
          {
            'io.modelcontextprotocol/protocolVersion': text,
            'io.modelcontextprotocol/clientCapabilities': ref('ClientCapabilities'),
          },
          {
            'io.modelcontextprotocol/clientInfo': ref('Implementation'),
            'io.modelcontextprotocol/logLevel': ref('LoggingLevel'),
            progressToken,
          },
        ),
        NotificationMetaObject: object({}, { 'io.modelcontextprotocol/subscriptionId': id }),
        ResultMetaObject: object({}, { 'io.modelcontextprotocol/serverInfo': ref('Implementation') }),
      }),
    },
    requests: until('2025-11-25')
      ? { ping: { from: 'either', params: requestParams(at), result: ref('Result') } }
      : {},
    notifications: {
      'notifications/cancelled': {
        from: 'either',
        // A task of 2025-11-25 is cancelled by another method, so the id of a request became optional there.
        params:
          at.revision === '2025-11-25'
            ? notificationParams(at, {}, { requestId: id, reason: text })
            : notificationParams(at, { requestId: id }, { reason: text }),
        needsParams: true,
      },
      'notifications/progress': {
        from: until('2025-11-25') ? 'either' : 'server',
        params: notificationParams(
          at,
          { progressToken, progress: number },
          { total: number, ...(since('2025-03-26') && { message: text }) },
        ),
      },
    },
  };
};
