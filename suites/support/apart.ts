/** What scenarios of two clients share: questions that cannot be mistaken for each other, and values that belong to one. */
import { isObject, type Json } from '../../adapters/json.js';
import type { Context, SafeCall } from '../scenario.js';
import type { Exchange, Id, Reply, Session } from '../session.js';
import { listDeclaredLists, LISTS } from './lists.js';

/** Letters of a canary, enough that nobody else says them by chance. */
const LETTERS = 20;

/** A word that no server can guess, for one place alone. */
export function makeCanary(t: Pick<Context, 'random'>, place: string): string {
  const letter = (): string => Math.floor(t.random() * 36).toString(36);
  return `${place}${Array.from({ length: LETTERS }, letter).join('')}`;
}

/** A request whose answer is told from that of another by its shape. */
export interface Question {
  readonly method: string;
  ask(session: Session, id?: Id): Exchange;
  /** Whether a reply is the answer to it. */
  isAnsweredBy(reply: Reply): boolean;
}

/** Members by which results are told apart. */
const SIGNS = [
  ...LISTS.map(({ items }) => items as string),
  'content',
  'supportedVersions',
  'protocolVersion',
];
const NOWHERE = 'conformance/no-such-method';
const UNKNOWN = -32601;

const hasOnly = (result: Json | undefined, sign: string | undefined): boolean =>
  result !== undefined && SIGNS.every((member) => member in result === (member === sign));

const makeQuestion = (method: string, sign: string | undefined, params: object = {}): Question => ({
  method,
  ask: (session, id) => session.request(method, params, id === undefined ? {} : { id }),
  isAnsweredBy: ({ result }) => hasOnly(result, sign),
});

/** Asked where a server lists nothing: it is answered with an error. */
const NOBODY_KNOWS: Question = {
  method: NOWHERE,
  ask: (session, id) => session.raw(session.compose(NOWHERE, {}, id === undefined ? {} : { id })),
  isAnsweredBy: ({ error }) => error?.code === UNKNOWN,
};

/** Two questions that need no tool, and that differ in their answers. */
export function makeQuestions(session: Session): readonly [Question, Question] {
  const { method } = session.probe();
  const own = LISTS.find((list) => list.method === method);
  const sign = own?.items ?? (method === 'ping' ? undefined : 'supportedVersions');
  const list = listDeclaredLists(session).find((one) => one.items !== own?.items);
  return [
    makeQuestion(method, sign),
    list === undefined ? NOBODY_KNOWS : makeQuestion(list.method, list.items),
  ];
}

/** A call as a question: its answer has content. */
export const makeCallQuestion = ({ name, arguments: given }: SafeCall): Question =>
  makeQuestion('tools/call', 'content', { name, arguments: given });

/** Properties by which a schema rules out most words. */
const NARROWS = ['enum', 'const', 'pattern', 'format', 'maxLength', '$ref', 'anyOf', 'oneOf', 'allOf'];

/** The arguments of a call in which a word stands that may stand anywhere; `undefined` where its schema leaves no place. */
export function plantWord({ tool, arguments: given }: SafeCall, word: string): Json | undefined {
  const schema = tool['inputSchema'];
  const properties = isObject(schema) && isObject(schema['properties']) ? schema['properties'] : {};
  const free = Object.keys(given).find((name) => {
    const property = properties[name];
    return (
      isObject(property) && property['type'] === 'string' && NARROWS.every((narrow) => !(narrow in property))
    );
  });
  return free === undefined ? undefined : { ...given, [free]: word };
}

/** Whether a document holds a word, whole or all but its ends. */
export const holdsWord = (document: unknown, word: string): boolean =>
  (JSON.stringify(document) ?? '').includes(word.slice(-LETTERS));

/** Ids that no other request on these sessions has. */
export function makeIds(t: Pick<Context, 'random'>): () => number {
  let last = 1_000_000 + Math.floor(t.random() * 1e9);
  return () => ++last;
}
