/** Whether going on with a target would show nothing more of it: it floods each time, or its servers end one after the other. */
import type { Lessons } from '../session/lessons.js';

/** Floods after which the next case would only meet another one. */
const FLOODS = 8;
/** Servers in a row that end the same way, and the replies that all of them may have given by then. */
const ENDS = 10;
const FEW = 10;

type Known = Pick<Lessons, 'floods' | 'lastFlood' | 'answers'>;

/** What is known of one transport of a target. */
export class Hopeless {
  readonly #lessons: Known;
  #how = '';
  #ends = 0;
  /** Replies until the first of these ended. */
  #answers = 0;

  constructor(lessons: Known) {
    this.#lessons = lessons;
  }

  /** A server ended by itself. */
  ended(how: string): void {
    const { answers } = this.#lessons;
    if (how !== this.#how || answers - this.#answers > FEW) {
      this.#how = how;
      this.#ends = 0;
      this.#answers = answers;
    }
    this.#ends += 1;
  }

  /** Why it is given up, in words that go on from "it"; `undefined` as long as there is more to see. */
  get why(): string | undefined {
    if (this.#lessons.floods >= FLOODS) return `floods us each time: ${this.#lessons.lastFlood}`;
    // More may have ended meanwhile, as several run at once: this many decide.
    if (this.#ends >= ENDS) return `${this.#how}, ${ENDS} times in a row`;
    return undefined;
  }
}
