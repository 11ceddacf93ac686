/** Finds an argument of a prompt or a resource template that the server should be able to complete. */
import type { Session } from '../session.js';
import { readAskable } from './listed.js';
import { isObject } from '../../adapters/json.js';

export interface Completable {
  ref: Record<string, unknown>;
  argument: string;
}

/** An argument that can be completed: of a listed prompt, or a variable of a listed template. */
export async function findCompletable(session: Session): Promise<Completable | undefined> {
  if (session.declares('prompts')) {
    for (const { key, value } of await readAskable(session, 'prompts/list')) {
      const args = Array.isArray(value['arguments']) ? (value['arguments'] as unknown[]) : [];
      const named = args.find((argument) => isObject(argument) && typeof argument['name'] === 'string');
      if (isObject(named)) {
        return { ref: { type: 'ref/prompt', name: key }, argument: String(named['name']) };
      }
    }
  }
  if (session.declares('resources')) {
    for (const { key } of await readAskable(session, 'resources/templates/list')) {
      const variable = /\{[+#./;?&]?(\w+)/.exec(key)?.[1];
      if (variable !== undefined) {
        return { ref: { type: 'ref/resource', uri: key }, argument: variable };
      }
    }
  }
  return undefined;
}

/** The first revision has completion and no capability for it. */
export const mayComplete = (session: Session): boolean =>
  session.revision === '2024-11-05' || session.declares('completions');

export const NO_COMPLETION = 'this server does not offer completion';
