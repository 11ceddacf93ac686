/** A look at the tools of a target while it goes on: who plays a role is known before all have been tried. */
import type { RoleName } from '../../suites/roles.js';
import type { Look, Tried } from './look.js';

export class Looking {
  /** What came of it when all was tried. */
  readonly whole: Promise<Look>;
  readonly #tried: Tried[] = [];
  readonly #awaited = new Map<RoleName, ((one: Tried) => void)[]>();

  /** `begin` tells of each call as soon as it is known what it did. */
  constructor(begin: (onTried: (one: Tried) => void) => Promise<Look>) {
    this.whole = begin((one) => this.#note(one));
    // Told to whoever asks.
    this.whole.catch(() => undefined);
  }

  /** The first call that was seen to play a role, as soon as it was; `undefined` once all were tried and none did. */
  async find(role: RoleName): Promise<Tried | undefined> {
    const plays = ({ did }: Tried): boolean => did.has(role);
    const seen = this.#tried.find(plays);
    if (seen !== undefined) return seen;
    const early = new Promise<Tried>((resolve) => {
      this.#awaited.set(role, [...(this.#awaited.get(role) ?? []), resolve]);
    });
    return Promise.race([early, this.whole.then(({ tried }) => tried.find(plays))]);
  }

  #note(one: Tried): void {
    this.#tried.push(one);
    for (const role of one.did) {
      for (const tell of this.#awaited.get(role) ?? []) tell(one);
      this.#awaited.delete(role);
    }
  }
}
