/** What servers ask of clients, as requests (legacy) or in results (modern): recorded and judged. */
import type { Context } from '../scenario.js';
import type { Message, Session } from '../session.js';
import { isObject } from '../../adapters/json.js';
import { isInteger } from './values.js';

export const SAMPLE = 'sampling/createMessage';
export const ELICIT = 'elicitation/create';
export const LIST_ROOTS = 'roots/list';

/** Answers one kind of request of the server, and keeps what was asked. */
export function answerWith(
  session: Session,
  method: string,
  answer: (request: Message) => object,
): readonly Message[] {
  const asked: Message[] = [];
  session.onServerRequest(method, (request) => {
    asked.push(request);
    return answer(request);
  });
  return asked;
}

type Negotiated = 'client.only-negotiated-requests' | 'client.only-negotiated-requests-early';
export const NEGOTIATED = [
  'client.only-negotiated-requests',
  'client.only-negotiated-requests-early',
] as const;

/** Nothing of a kind was asked on a session whose client cannot do it. The sentence was stricter from 2025-06-18. */
export async function judgeNotAsked(t: Context<Negotiated>, session: Session, method: string): Promise<void> {
  await t.absent(t.revision >= '2025-06-18' ? NEGOTIATED[0] : NEGOTIATED[1], {
    session,
    match: (message) => message.method === method,
    what: `${method} to a client that did not declare it`,
  });
}

export const SAMPLING_RULES = [
  'sampling.request-complete',
  'sampling.tools-only-declared',
  'sampling.context-only-declared',
] as const;

/** A sampling request: what it must carry, and nothing that needs more than `sampling` was declared for. */
export function judgeSampling(t: Context<(typeof SAMPLING_RULES)[number]>, request: Message, at = ''): void {
  t.satisfies(
    'sampling.request-complete',
    request.at(`${at}/params`),
    (params) =>
      isObject(params) &&
      Array.isArray(params['messages']) &&
      params['messages'].every(isSamplingMessage) &&
      isInteger(params['maxTokens']),
    'messages of users and assistants, and a whole number in maxTokens',
  );
  if (t.revision < '2025-11-25') return;
  t.satisfies(
    'sampling.tools-only-declared',
    request.at(`${at}/params`),
    (params) => isObject(params) && params['tools'] === undefined && params['toolChoice'] === undefined,
    'no tools, as this client does not declare sampling.tools',
  );
  t.satisfies(
    'sampling.context-only-declared',
    request.at(`${at}/params/includeContext`),
    (context) => context === undefined || context === 'none',
    'none, as this client does not declare sampling.context',
  );
}

const isSamplingMessage = (message: unknown): boolean =>
  isObject(message) &&
  (message['role'] === 'user' || message['role'] === 'assistant') &&
  typeof message['content'] === 'object' &&
  message['content'] !== null;

/** A form elicitation: what it must carry, how its schema may look, and that its mode is one that was declared. */
export function judgeForm(
  t: Context<'elicitation.request-complete' | 'elicitation.schema-flat' | 'elicitation.mode-declared'>,
  request: Message,
  at = '',
): void {
  t.satisfies(
    'elicitation.request-complete',
    request.at(`${at}/params`),
    (params) =>
      isObject(params) && typeof params['message'] === 'string' && isObject(params['requestedSchema']),
    'a message and a requestedSchema',
  );
  t.satisfies(
    'elicitation.schema-flat',
    request.at(`${at}/params/requestedSchema`),
    isFlat,
    'an object whose properties are primitive',
  );
  if (t.revision < '2025-11-25') return;
  t.satisfies(
    'elicitation.mode-declared',
    request.at(`${at}/params/mode`),
    (mode) => mode === undefined || mode === 'form',
    'the mode form, the only one that this client declares',
  );
}

const PRIMITIVES = ['string', 'number', 'integer', 'boolean'];

function isFlat(schema: unknown): boolean {
  if (!isObject(schema) || schema['type'] !== 'object' || !isObject(schema['properties'])) return false;
  return Object.values(schema['properties']).every(
    (property) =>
      isObject(property) &&
      (PRIMITIVES.includes(String(property['type'])) ||
        // Choices of several came with 2025-11-25; an older revision has the wire contract against them.
        (property['type'] === 'array' &&
          isObject(property['items']) &&
          !('properties' in property['items']))),
  );
}
