/** What one contract case works with, and the check that it leaves no process or socket behind. */
import type { Adapter, Connection, OpenOptions } from '../adapter.js';
import type { Revision } from '../revision.js';
import { openClient, type Client } from './client.js';
import type { Running, TestHost } from './host.js';
import { isAlive, countOpenHandles, until } from './until.js';

/** One sentence of the contract. Rejects with what was expected and what came. */
export interface ContractCase {
  readonly name: string;
  /** Long, and the same in both eras: runs at one revision only. */
  readonly heavy?: true;
  run(kit: Kit): Promise<void>;
}

/** Milliseconds until everything that a case started must be gone. */
const CLEAN_MS = 2_000;

/** What one run of one case has at hand, and what is taken away after it. */
export class Kit<Endpoint = unknown> {
  readonly adapter: Adapter<Endpoint>;
  readonly host: TestHost<Endpoint>;
  readonly revision: Revision;
  readonly #handlesBefore = countOpenHandles();
  readonly #running: Running<Endpoint>[] = [];
  readonly #opened: Connection[] = [];

  constructor(adapter: Adapter<Endpoint>, host: TestHost<Endpoint>, revision: Revision) {
    this.adapter = adapter;
    this.host = host;
    this.revision = revision;
  }

  /** Starts a target. */
  async target(...words: string[]): Promise<Running<Endpoint>> {
    const running = await this.host.start(...words);
    this.#running.push(running);
    return running;
  }

  async open(on: Running<Endpoint>, options?: Partial<OpenOptions>): Promise<Client> {
    const client = await openClient(this.adapter, on.endpoint, this.revision, options);
    this.#opened.push(client.connection);
    return client;
  }

  /** Whatever a case did to its connections: closed once more, they leave no process and no socket behind. */
  async end(): Promise<void> {
    try {
      await Promise.all(this.#opened.map((connection) => connection.close('abrupt')));
      const pids = this.#running.flatMap((each) => each.pids());
      await until('the processes of the target to be gone', () => !pids.some(isAlive), CLEAN_MS);
    } finally {
      await Promise.all(this.#running.map((each) => each.stop()));
    }
    await until(
      'all sockets and pipes to be closed',
      () => countOpenHandles() <= this.#handlesBefore,
      CLEAN_MS,
    );
  }
}
