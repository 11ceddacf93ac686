/** Turns the contract cases into tests of one adapter, for any test runner. */
import type { Adapter } from '../adapter.js';
import type { Revision } from '../revision.js';
import { boundCases } from './bounds.js';
import { endCases } from './ends.js';
import type { TestHost } from './host.js';
import { Kit, type ContractCase } from './kit.js';
import { messageCases } from './messages.js';

/** Every case of the contract. */
export const contractCases: readonly ContractCase[] = [...messageCases, ...boundCases, ...endCases];

/** The newest revision of each era: eras differ in headers and traits. */
const REVISIONS: readonly Revision[] = ['2025-11-25', '2026-07-28'];

export interface ContractOptions {
  /** Default: the newest of each era. Heavy cases run at the first, because eras do not differ in how much fits through. */
  revisions?: readonly Revision[];
  /** Cases that cannot hold for this adapter, by name, each with the reason. A name that is no case's is an error. */
  except?: Readonly<Record<string, string>>;
}

/** A test for any runner: `test(name, run)`. Runs alone: it counts open sockets and memory of this process. */
export interface ContractTest {
  /** Such as `2025-11-25: sends bytes as they are`. */
  readonly name: string;
  /** The reason of the exception, where there is one. */
  readonly skip?: string;
  /** Rejects where the adapter breaks the contract. Takes 30 seconds at most on a machine that is not overloaded. */
  readonly run: () => Promise<void>;
}

/**
 * The contract of `Adapter` as tests. They start targets through `host`, open connections through `adapter`, and hold it
 * to what `adapter.ts` says of them: nothing lost or changed, every end reported, memory and waits bounded, no process
 * and no socket left.
 */
export function contract<Endpoint>(
  adapter: Adapter<Endpoint>,
  host: TestHost<Endpoint>,
  { revisions = REVISIONS, except = {} }: ContractOptions = {},
): ContractTest[] {
  for (const name of Object.keys(except))
    if (!contractCases.some((each) => each.name === name))
      throw new Error(`no case of the contract: ${name}`);
  return revisions.flatMap((revision) =>
    contractCases
      .filter(({ heavy }) => heavy !== true || revision === revisions[0])
      .map((each) => ({
        name: `${revision}: ${each.name}`,
        ...(Object.hasOwn(except, each.name) ? { skip: except[each.name] } : {}),
        run: () => runCase(each, new Kit(adapter, host, revision)),
      })),
  );
}

/** What the case found comes before what its cleaning up found, which is mostly a consequence. */
async function runCase(each: ContractCase, kit: Kit): Promise<void> {
  try {
    await each.run(kit);
  } catch (error) {
    await kit.end().catch(() => {});
    throw error;
  }
  await kit.end();
}
