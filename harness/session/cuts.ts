/** Channels that we left because of what came on them: a message longer than we read, or a flood. */
import type { Ended, Outgoing } from '../../adapters/adapter.js';
import { isObject } from '../../adapters/json.js';
import { CannotSay, type Expectation } from './exchange.js';
import type { Asked, Lessons } from './lessons.js';

/** What adapters say of such an end. */
const TOO_LONG = /^a (message|line) of more than \d+ bytes$/;
const FLOOD = /^a flood: /;
/** Who cannot be read from the start has shown nothing of itself, and may go on for ever. */
const OPENING: readonly (string | undefined)[] = ['initialize', 'server/discover'];

/** Characters of a name. */
const MAX_NAME = 100;

/** What did not come on such a channel may have been in what we did not read. */
export class Cuts {
  readonly #lessons: Lessons;
  readonly #byChannel = new Map<string, string>();

  constructor(lessons: Lessons) {
    this.#lessons = lessons;
  }

  /** How a channel ended, in words. `asked`: what was open on it. */
  learn(channel: string, { how: { value: how } }: Ended, asked: readonly Asked[]): string {
    if (this.#byChannel.has(channel)) return how;
    if (TOO_LONG.test(how)) {
      // Of several, nobody knows which one it was for.
      this.#lessons.wasTooLong(how, asked.length === 1 ? asked[0]?.subject : undefined);
      this.#byChannel.set(channel, how);
    } else if (FLOOD.test(how)) this.#lessons.flooded(how);
    return how;
  }

  /** Throws `CannotSay` where the answer was longer than we read time and again: each costs as much as the one before. */
  refuse(subject: string | undefined): void {
    const how = subject === undefined ? undefined : this.#lessons.findTooLong(subject);
    if (how === undefined) return;
    const reason = `${how} came each time before, of which we read no more, where ${subject} was asked`;
    throw new CannotSay({ status: 'not-verified', reason });
  }

  /** Why the silence of a request says nothing of the target; nothing where it does. */
  excuse({ method, channel }: Pick<Expectation, 'method' | 'channel'>): string | undefined {
    const how = OPENING.includes(method) ? undefined : this.#byChannel.get(channel.id);
    return how === undefined ? undefined : `${how} came, of which we read no more, where ${method} was asked`;
  }
}

/** What a request asks for: its method, and what it names. `undefined` for what has no answer of its own, or opens a session. */
export function nameSubject(body: Outgoing['body']): string | undefined {
  if (!isObject(body) || typeof body['method'] !== 'string' || OPENING.includes(body['method']))
    return undefined;
  const { method, params } = body;
  const { name, uri, cursor } = isObject(params) ? params : {};
  const named = [name, uri].find((one) => typeof one === 'string');
  return `${method}${named === undefined ? '' : ` of ${named.slice(0, MAX_NAME)}`}${cursor === undefined ? '' : ' with a cursor'}`;
}
