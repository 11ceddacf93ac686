import { CLIENT_INFO, composeMeta } from '../support/compose.js';
import { readErrorCode } from '../../adapters/json-rpc.js';
import { judgeAnswered, StdioClient } from '../support/stdio-client.js';
import { defineBindingScenario } from '../scenario.js';
import { isObject } from '../../adapters/json.js';

const REQUIREMENT = 'robustness.stdio-probe-then-initialize';
/** Milliseconds that a client waits for an answer to its probe before it falls back. */
const PROBE_MS = 2_000;
const MODERN = 'the answer to the probe shows a modern server: no client falls back';
/** A capability is missing, or the version is not supported. */
const MODERN_ERRORS: readonly unknown[] = [-32021, -32022];

export default defineBindingScenario(
  'stdio',
  {
    title: 'A probe for the modern era does no harm to the handshake',
    requirements: [REQUIREMENT],
    revisions: { era: 'legacy' },
    isolation: 'process',
  },
  async (t) => {
    const client = StdioClient.on(t, await t.connect());
    const probe = client.request('server/discover', { _meta: composeMeta('2026-07-28') });
    const answer = await client.ask(probe, PROBE_MS);
    if (answer !== undefined && isModernAnswer(answer.json)) return t.notApplicable(REQUIREMENT, MODERN);
    const hello = client.request('initialize', {
      protocolVersion: t.revision,
      capabilities: {},
      clientInfo: CLIENT_INFO,
    });
    await client.askFirst(hello);
    // One that is slow to start reads both at once: it answers the probe too late for us, and yet as a modern server does.
    const late = await client.answer(probe.id, 0);
    if (late !== undefined && isModernAnswer(late.json)) return t.notApplicable(REQUIREMENT, MODERN);
    await judgeAnswered(t, REQUIREMENT, client, hello.id, 'an answer to `initialize` after the probe');
  },
);

/**
 * What tells the client that the server is modern, so that it does not fall back: a result of discovery, or an error that
 * only the modern era has.
 */
function isModernAnswer(document: unknown): boolean {
  if (MODERN_ERRORS.includes(readErrorCode(document))) return true;
  const result = isObject(document) ? document['result'] : undefined;
  return isObject(result) && Array.isArray(result['supportedVersions']);
}
