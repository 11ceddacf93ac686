/** Joins the schemas of all protocol areas into one JSON Schema document for each revision. */
import { ANY_ERROR, ANY_RESULT, nameAnswered, nameAnySent, nameSent, type Sender } from '../names.js';
import { type Revision } from '../../../adapters/revision.js';
import {
  makeRevisionScope,
  type Area,
  type AreaAt,
  type RevisionScope,
  type From,
  type NotificationRow,
  type RequestRow,
} from './area.js';
import { base, id, progressToken } from './base.js';
import { completion } from './completion.js';
import { content } from './content.js';
import { elicitation } from './elicitation.js';
import { input } from './input.js';
import { anyObject, decide, is, literal, object, ref, text, type Schema } from './json.js';
import { lifecycle } from './lifecycle.js';
import { logging } from './logging.js';
import { prompts } from './prompts.js';
import { resources } from './resources.js';
import { roots } from './roots.js';
import { sampling } from './sampling.js';
import { subscriptions } from './subscriptions.js';
import { tasks } from './tasks.js';
import { tools } from './tools.js';

const AREAS: readonly AreaAt[] = [
  base,
  lifecycle,
  content,
  tools,
  resources,
  prompts,
  completion,
  logging,
  sampling,
  elicitation,
  roots,
  input,
  tasks,
  subscriptions,
];

/** Every part and message of one revision as one JSON Schema document of definitions. */
export interface ContractSchema {
  readonly $id: string;
  readonly $defs: Readonly<Record<string, Schema>>;
}

const version = { jsonrpc: literal('2.0') };

const senders = (from: From): readonly Sender[] => (from === 'either' ? ['client', 'server'] : [from]);

/** Params may be left out where none of their members is needed. */
const withParams = (params: Schema, needed = false): [required: object, optional: object] =>
  !needed && Array.isArray(params['required']) && params['required'].length === 0
    ? [{}, { params }]
    : [{ params }, {}];

const requestOf = (method: string, row: RequestRow): Schema => {
  const [required, optional] = withParams(row.params);
  return object({ ...version, id, method: literal(method), ...required }, { ...optional });
};

const notificationOf = (method: string, row: NotificationRow): Schema => {
  const [required, optional] = withParams(row.params, row.needsParams);
  return {
    ...object({ ...version, method: literal(method), ...required }, { ...optional }),
    not: { required: ['id'] },
  };
};

/** From 2026-07-28 the type of a result decides what it must be; types of extensions are theirs to define. */
const resultOf = ({ since }: RevisionScope, row: RequestRow): Schema => {
  if (!since('2026-07-28')) return row.result;
  const complete = [is('resultType', 'complete'), row.result] as const;
  return row.mayAskForInput
    ? decide([complete, [is('resultType', 'input_required'), ref('InputRequiredResult')]], ref('Result'))
    : {
        ...decide([complete], ref('Result')),
        properties: { resultType: { not: { const: 'input_required' } } },
      };
};

/** What holds for a message of any method, known or not. */
const envelopes = ({ since, until }: RevisionScope): Record<string, Schema> => {
  // Later schemas leave the params of unknown methods alone.
  const checked = until('2025-06-18');
  const request = object(
    { ...version, id, method: text },
    { params: checked ? object({}, { _meta: object({}, { progressToken }) }) : anyObject },
  );
  const notification = {
    ...object(
      { ...version, method: text },
      { params: checked ? object({}, { _meta: anyObject }) : anyObject },
    ),
    not: { required: ['id'] },
  };
  return {
    [nameAnySent('client', 'request')]: request,
    ...(since('2026-07-28') ? {} : { [nameAnySent('server', 'request')]: request }),
    [nameAnySent('client', 'notification')]: notification,
    [nameAnySent('server', 'notification')]: notification,
    [ANY_RESULT]: object({ ...version, id, result: ref('Result') }),
    // JSON-RPC wants a null id where the id of the request could not be read, MCP none: both are right.
    [ANY_ERROR]: object({ ...version, error: ref('Error') }, { id: { type: ['string', 'integer', 'null'] } }),
  };
};

const messages = (at: RevisionScope, area: Area): Record<string, Schema> => {
  const found: Record<string, Schema> = {};
  for (const [method, row] of Object.entries(area.requests ?? {})) {
    for (const sender of senders(row.from)) found[nameSent(sender, method)] = requestOf(method, row);
    found[nameAnswered(method)] = object({ ...version, id, result: resultOf(at, row) });
  }
  for (const [method, row] of Object.entries(area.notifications ?? {})) {
    for (const sender of senders(row.from)) found[nameSent(sender, method)] = notificationOf(method, row);
  }
  return found;
};

export const makeContractSchema = (revision: Revision): ContractSchema => {
  const now = makeRevisionScope(revision);
  const areas = AREAS.map((area) => area(now));
  const parts: Record<string, Schema> = Object.assign({}, ...areas.map((area) => area.definitions ?? {}));
  const whole: Record<string, Schema> = Object.assign({}, ...areas.map((area) => messages(now, area)));
  return { $id: 'wire', $defs: { ...parts, ...envelopes(now), ...whole } };
};
