import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { adapters, getNetwork, transportNames, transports, type TransportName } from './index.js';
import type { Adapter } from './adapter.js';

const root = new URL('../../', import.meta.url);
const { exports } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
  exports: Record<string, { default: string }>;
};

describe('the registry', () => {
  it('has the transports in the order of matrices', () => {
    const ours = ['stdio', 'streamable-http', 'websocket', 'grpc', 'grpc-google'];
    expect(transportNames.slice(0, ours.length)).toEqual(ours);
  });

  it('keeps every name once, in lower case', () => {
    expect(new Set(transportNames).size).toBe(transportNames.length);
    for (const name of transportNames) expect(name).toMatch(/^[a-z][a-z0-9-]*$/);
  });
});

describe.each(transports.map((one) => [one.name, one] as const))('the descriptor of %s', (name, one) => {
  it('says what its adapter says', async () => {
    const adapter: Pick<Adapter<never>, 'transport' | 'custom' | 'traits'> = await adapters[
      name as TransportName
    ]();
    expect(adapter.transport).toBe(name);
    expect(adapter.custom).toBe(one.custom);
    for (const era of ['legacy', 'modern'] as const) expect(adapter.traits(era).native).toBe(one.native);
  });

  it('has the server that the package publishes, where it publishes one', async () => {
    const published = exports[`./server/${name}`];
    expect(one.server === undefined).toBe(published === undefined);
    if (one.server === undefined || published === undefined) return;
    expect(await one.server()).toBe(await import(new URL(published.default, root).href));
  });

  it('leads by its options to a transport that there is, under the same scheme', () => {
    const { redirect, scheme } = one.network ?? {};
    if (redirect === undefined) return;
    expect(transportNames).toContain(redirect.to);
    expect(getNetwork(redirect.to as Parameters<typeof getNetwork>[0]).scheme).toBe(scheme);
  });
});
