/** Holds the adapter to the contract: `node --test`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { contract, startTarget } from 'mcp-transport-conformance/adapter/contract';
import { adapter } from './adapter.mjs';

const target = fileURLToPath(new URL('target.mjs', import.meta.url));

/** @type {import('mcp-transport-conformance/adapter/contract').TestHost<{ url: string }>} */
const host = {
  async start(...words) {
    const folder = mkdtempSync(join(tmpdir(), 'unix-socket-'));
    const path = join(folder, 'socket');
    const running = await startTarget([target, path, ...words], 'listening');
    const stop = async () => {
      await running.stop();
      rmSync(folder, { recursive: true });
    };
    return { ...running, endpoint: { url: `unix://${path}` }, stop };
  },
  absent: async () => ({ endpoint: { url: 'unix:///no/such/socket' }, hint: /server/ }),
};

for (const { name, run } of contract(adapter, host)) await test(name, run);
