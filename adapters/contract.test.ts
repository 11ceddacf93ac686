import { describe, expect, it } from '@jest/globals';
import type { Adapter } from './adapter.js';
import { contract } from './contract/index.js';
import { adapters, transportNames, type TransportName } from './index.js';
import { hosts, unhosted, type TestHost } from './testing/hosts.js';

/** One list of cases for every adapter in the registry, in both eras. */
for (const [transport, host] of Object.entries(hosts)) {
  // The registries pair each adapter with its host; the compiler cannot follow that through their keys.
  const adapter = (await adapters[transport as TransportName]()) as Adapter<unknown>;
  describe(transport, () => {
    for (const { name, run } of contract(adapter, host as TestHost<unknown>)) it(name, run);
  });
}

it('runs on every transport, but for those with a reason', () => {
  expect([...Object.keys(hosts), ...Object.keys(unhosted)].sort()).toEqual([...transportNames].sort());
  for (const reason of Object.values<string>(unhosted)) expect(reason).toMatch(/\w+ \w+/);
});
