/** Error codes: reserved ranges hold only what is defined there. */
import { defineObserver } from '../observer.js';

/** Of JSON-RPC, and those that MCP defines or once defined. */
const JSON_RPC = [-32700, -32600, -32601, -32602, -32603];
const DEFINED = [-32020, -32021, -32022];
const RETIRED = [-32002, -32042];

export default defineObserver(
  {
    title: 'Errors use no code that is reserved and not defined, nor one that was retired',
    requirements: [
      'base.reserved-codes',
      'base.retired-codes',
      'base.codes-outside-reserved',
      'robustness.legacy-codes',
    ],
    revisions: { era: 'modern' },
  },
  () => ({
    received(message, t) {
      if (message.kind !== 'response' || !message.isError || !message.ofRevision) return;
      const code = message.at('/error/code');
      if (typeof code.value !== 'number') return;
      t.satisfies(
        'base.reserved-codes',
        code,
        (value) => !isWithin(value, -32099, -32020) || [...DEFINED, ...RETIRED].includes(Number(value)),
        'no undefined code from -32020 to -32099',
      );
      t.satisfies(
        'base.retired-codes',
        code,
        (value) => !RETIRED.includes(Number(value)),
        'neither -32002 nor -32042',
      );
      t.satisfies(
        'base.codes-outside-reserved',
        code,
        (value) => !isWithin(value, -32768, -32100) || JSON_RPC.includes(Number(value)),
        'a code that JSON-RPC or MCP defines, or one outside of the reserved range',
      );
      // What names no request comes from below the server: from a library that had its codes before.
      if (message.id === null || message.id === undefined) return;
      t.satisfies(
        'robustness.legacy-codes',
        code,
        (value) => !isWithin(value, -32019, -32000) || RETIRED.includes(Number(value)),
        'no code from -32000 to -32019, which are left to implementations that had them before',
      );
    },
  }),
);

const isWithin = (code: unknown, least: number, most: number): boolean =>
  typeof code === 'number' && code >= least && code <= most;
