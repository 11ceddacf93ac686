/** Validates JSON-RPC messages against the MCP schemas of one revision. */
import { isObject, type Json } from '../../adapters/json.js';
import type { Revision } from '../../adapters/revision.js';
import { ANY_ERROR, ANY_RESULT, nameAnswered, nameAnySent, nameSent, type Sender } from './names.js';
import {
  MAX_VIOLATIONS,
  makeViolation,
  toViolations,
  type SchemaFailure,
  type Violation,
} from './violations.js';

export type { Violation } from './violations.js';
export type { Sender } from './names.js';

export interface Sent {
  sender: Sender;
  /** A parsed JSON-RPC document: one message, or at 2025-03-26 a batch. */
  document: unknown;
  /**
   * The method of the request that a response answers, or how to find it by the id of the response. Unknown methods
   * and `undefined` are answered by any result.
   */
  answers?: string | ((id: unknown) => string | undefined) | undefined;
}

/** The wire contract of one revision. */
export interface Contract {
  readonly revision: Revision;
  /** What is wrong with what was sent; empty where nothing is. At most 10 violations, never throws. */
  validate(message: Sent): readonly Violation[];
}

interface Validator {
  (data: unknown): boolean;
  errors?: SchemaFailure[] | null;
}
type Validators = Readonly<Record<string, Validator>>;

/** Loads the contract of a revision: some 10 ms the first time, nothing after. */
export async function loadContract(revision: Revision): Promise<Contract> {
  const compiled = new URL(`./compiled/${revision}.js`, import.meta.url).href;
  const { validators } = (await import(compiled)) as { validators: Validators };
  return {
    revision,
    validate: (message) =>
      Array.isArray(message.document) && revision === '2025-03-26'
        ? validateBatch(validators, message.document, message)
        : validateOne(validators, message.document, message),
  };
}

const validateBatch = (
  validators: Validators,
  batch: readonly unknown[],
  message: Sent,
): readonly Violation[] => {
  if (batch.length === 0) return [makeViolation('', 'must not be an empty batch')];
  const answers = batch.filter((item) => isObject(item) && !('method' in item)).length;
  if (answers !== 0 && answers !== batch.length)
    return [makeViolation('', 'must not mix responses with requests and notifications')];
  const found: Violation[] = [];
  for (const [index, item] of batch.entries()) {
    for (const { pointer, message: text } of validateOne(validators, item, message))
      found.push({ pointer: `/${index}${pointer}`, message: text });
    if (found.length >= MAX_VIOLATIONS) break;
  }
  return found.slice(0, MAX_VIOLATIONS);
};

const validateOne = (validators: Validators, document: unknown, message: Sent): readonly Violation[] => {
  if (!isObject(document)) return [makeViolation('', 'must be a JSON object')];
  if ('method' in document) return validateCall(validators, document, message.sender);
  if ('result' in document) {
    if ('error' in document) return [makeViolation('', 'must not have both a result and an error')];
    const { answers } = message;
    const method = typeof answers === 'function' ? answers(document['id']) : answers;
    const own = method === undefined ? undefined : find(validators, nameAnswered(method));
    return run(own ?? find(validators, ANY_RESULT), document);
  }
  if ('error' in document) return run(find(validators, ANY_ERROR), document);
  return [makeViolation('', 'must have a method, a result or an error')];
};

const validateCall = (validators: Validators, document: Json, sender: Sender): readonly Violation[] => {
  const kind = 'id' in document ? 'request' : 'notification';
  const method = typeof document['method'] === 'string' ? document['method'] : '';
  const known = find(validators, nameSent(sender, method));
  if (known) return run(known, document);
  const other = sender === 'client' ? 'server' : 'client';
  if (find(validators, nameSent(other, method)))
    return [makeViolation('/method', `is not for a ${sender} to send`)];
  const generic = find(validators, nameAnySent(sender, kind));
  return generic
    ? run(generic, document)
    : [makeViolation('', `must not be a request: at this revision a ${sender} sends none`)];
};

/** Methods are what others say: `__proto__` is a name like any other. */
const find = (validators: Validators, name: string): Validator | undefined =>
  Object.hasOwn(validators, name) ? validators[name] : undefined;

const run = (validator: Validator | undefined, document: unknown): readonly Violation[] =>
  validator === undefined || validator(document) ? [] : toViolations(validator.errors ?? []);
