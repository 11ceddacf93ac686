/** Finds the arguments of prompts and resource templates that a server may complete, and asks for them. */
import type { Reply, Session } from '../session.js';
import { selectAskable } from './listed.js';
import { readList, type Listing } from './tool-calls.js';
import { isObject } from '../../adapters/json.js';

export interface Completable {
  ref: Record<string, unknown>;
  argument: string;
}

/** Arguments of one kind of thing that are asked for: evidence, not completeness. */
const MAX_ARGUMENTS = 5;

export interface CompletableListing {
  /** Of listed prompts, and variables of listed templates. */
  readonly all: readonly Completable[];
  /** The lists were read to their end: what is not here is not there. */
  readonly whole: boolean;
}

/** Arguments that can be completed. */
export async function listCompletable(session: Session): Promise<CompletableListing> {
  const prompts = session.declares('prompts') ? await readList(session, 'prompts/list') : undefined;
  const templates = session.declares('resources')
    ? await readList(session, 'resources/templates/list')
    : undefined;
  const askable = (listing: Listing | undefined) => (listing === undefined ? [] : selectAskable(listing));
  const all = [
    ...askable(prompts)
      .flatMap(({ key, value }) =>
        listNames(value['arguments']).map((argument) => ({
          ref: { type: 'ref/prompt', name: key },
          argument,
        })),
      )
      .slice(0, MAX_ARGUMENTS),
    ...askable(templates)
      .flatMap(({ key }) =>
        [...key.matchAll(/\{[+#./;?&]?(\w+)/g)].map(([, variable = '']) => ({
          ref: { type: 'ref/resource', uri: key },
          argument: variable,
        })),
      )
      .slice(0, MAX_ARGUMENTS),
  ];
  return { all, whole: [prompts, templates].every((listing) => listing?.whole !== false) };
}

const listNames = (args: unknown): string[] =>
  (Array.isArray(args) ? args : [])
    .map((argument: unknown) => (isObject(argument) ? argument['name'] : undefined))
    .filter((name) => typeof name === 'string');

/** What a user may have typed so far: nothing, and how many words begin. */
const TYPED = ['', 'a'] as const;

export interface Completed {
  what: Completable;
  reply: Reply;
}

/** Asks for completions of each argument, by what a user may have typed. */
export async function* completeAll(session: Session): AsyncGenerator<Completed> {
  for (const what of (await listCompletable(session)).all) {
    for (const value of TYPED) {
      const argument = { name: what.argument, value };
      yield {
        what,
        reply: await session.request('completion/complete', { ref: what.ref, argument }).reply(),
      };
    }
  }
}

/** Whether the server knows nothing of completion. Any other error may be about the argument. */
export const isUnknownMethod = ({ error }: Reply): boolean => error?.code === -32601;

/** The first revision has completion and no capability for it. */
export const mayComplete = (session: Session): boolean =>
  session.revision === '2024-11-05' || session.declares('completions');

export const NO_COMPLETION = 'this server does not offer completion';

export const NOTHING_TO_COMPLETE =
  'the server lists no prompt with an argument and no template with a variable';
