import type { Metadata } from '../../adapters/adapter.js';
import { type Post } from '../support/http-client.js';
import { greet } from '../support/http-greet.js';
import { judgeHttpServed } from '../support/http-judge.js';
import { defineBindingScenario } from '../scenario.js';

const NAMES = 'http.field-names-case-insensitive';
const VALUES = 'http.field-value-whitespace';

export default defineBindingScenario(
  'streamable-http',
  {
    title: 'Case of header names and whitespace around values make no difference',
    requirements: [NAMES, VALUES],
    revisions: { from: '2025-03-26' },
  },
  async (t) => {
    const client = await greet(t, [NAMES, VALUES]);
    if (client === undefined) return;
    if (!(await client.serves(client.probe()))) {
      t.notVerified(NAMES, 'answer the same request with lower-case names');
      t.notVerified(VALUES, 'answer the same request without the whitespace');
      return;
    }
    for (const respell of [upperCase, titleCase]) {
      const shouted = await client.post(bent(client.probe(), (name, value) => [respell(name), value]));
      judgeHttpServed(t, NAMES, shouted, 'the same result as with lower-case names');
    }
    const names = Object.keys(client.probe().headers);
    if (!names.some((name) => name.startsWith('mcp-'))) {
      return t.notApplicable(VALUES, 'at this revision a request without a session has no header of MCP');
    }
    const padded = await client.post(
      bent(client.probe(), (name, value) => [name, name.startsWith('mcp-') ? ` \t ${value} \t` : value]),
    );
    judgeHttpServed(t, VALUES, padded, 'the same result as without the whitespace');
  },
);

const upperCase = (name: string): string => name.toUpperCase();
const titleCase = (name: string): string => name.replaceAll(/(^|-)[a-z]/g, (start) => start.toUpperCase());

function bent(post: Post, respell: (name: string, value: string) => [string, string]): Post {
  const headers: Metadata = Object.fromEntries(
    Object.entries(post.headers).map(([name, value]) =>
      value === null ? [name, value] : respell(name, value),
    ),
  );
  return { ...post, headers };
}
