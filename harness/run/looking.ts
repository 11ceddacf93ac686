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
    const early = new Promise<Tried>((resolve) => {
      this.#awaited.set(role, [...(this.#awaited.get(role) ?? []), resolve]);
    });
    const end = this.whole.then(({ tried }) => tried.find((one) => one.did.has(role)));
    return this.#tried.find((one) => one.did.has(role)) ?? Promise.race([early, end]);
  }

  #note(one: Tried): void {
    this.#tried.push(one);
    for (const role of one.did) {
      for (const tell of this.#awaited.get(role) ?? []) tell(one);
      this.#awaited.delete(role);
    }
  }
}
