import { defineScenario } from '../../scenario.js';
import type { Reply } from '../../session.js';
import { META } from '../../../adapters/mcp.js';
import { readErrorCode } from '../../support/error-code.js';
import { isLegacyWelcome, meetLegacyClient } from '../../support/initialize.js';
import { listAskable } from '../../support/lists.js';

const RULE = 'base.required-meta';
const INVALID_PARAMS = -32602;
const HEADER_MISMATCH = -32020;

export default defineScenario(
  {
    title: 'A request without its version or client capabilities is rejected',
    requirements: [RULE],
    revisions: { era: 'modern' },
  },
  async (t) => {
    const session = await t.session();
    for (const method of listAskable(session)) {
      const reply = await session.request(method, {}, { meta: { [META.clientCapabilities]: null } }).reply();
      t.equal(RULE, readErrorCode(reply), INVALID_PARAMS);
    }

    // Without a version nothing tells the era, and an envelope may contradict the body.
    const { params: _, ...bare } = session.compose('server/discover');
    const documents = [
      session.compose('server/discover', {}, { meta: { [META.version]: null } }),
      { ...session.compose('server/discover'), params: { _meta: {} } },
      { ...session.compose('server/discover'), params: {} },
      bare,
    ];
    for (const document of documents) {
      const exchange = session.raw(document);
      const reply = await exchange.maybe();
      if ((reply === undefined || !isRejected(reply)) && isLegacyWelcome(await meetLegacyClient(t))) {
        t.notApplicable(RULE, 'the server has the legacy era too, which knows no such metadata');
        return;
      }
      const answer = reply ?? (await exchange.reply());
      t.satisfies(
        RULE,
        readErrorCode(answer),
        () => isRejected(answer),
        hasEnvelope(answer)
          ? `${INVALID_PARAMS}, or ${HEADER_MISMATCH} as the envelope says otherwise`
          : `${INVALID_PARAMS}`,
      );
    }
  },
);

/** Only what has an envelope can have one that says something else. */
const isRejected = (reply: Reply): boolean =>
  reply.error?.code === INVALID_PARAMS || (reply.error?.code === HEADER_MISMATCH && hasEnvelope(reply));

/** A request on a channel of its own travels in one, with headers or metadata. */
const hasEnvelope = (reply: Reply): boolean => reply.opened !== undefined;
