/** What was said so far in one session. */
import type { Json } from '../../adapters/json.js';
import type { SentMessage, Talk } from '../../suites/observer.js';

/** Requests that a session keeps; the oldest go first. */
const MAX_REQUESTS = 2_000;

/** What was said so far in one session. */
export class OwnTalk implements Talk {
  readonly alone: boolean;
  agreed: string | undefined;
  server: Json | undefined;
  client: Json | undefined;
  readonly #requests = new Set<SentMessage>();

  constructor(alone: boolean) {
    this.alone = alone;
  }

  get requests(): Iterable<SentMessage> {
    return this.#requests;
  }

  add(request: SentMessage): void {
    for (const oldest of this.#requests) {
      if (this.#requests.size < MAX_REQUESTS) break;
      this.#requests.delete(oldest);
    }
    this.#requests.add(request);
  }
}
