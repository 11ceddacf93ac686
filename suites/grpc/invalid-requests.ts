import { withClient } from '../support/grpc-client.js';
import { isResult, readErrorCode } from '../../adapters/json-rpc.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENTS = ['grpc.invalid-request-answered', 'grpc.error-keeps-session'] as const;
const [ANSWERED, GOES_ON] = REQUIREMENTS;
/** A message but for its version, and one but for its method. */
const INVALID = [
  { id: 'no-version', method: 'ping' },
  { jsonrpc: '2.0', id: 'no-method' },
];

export default defineBindingScenario(
  'grpc',
  {
    title: 'What is no JSON-RPC message is refused, and a session goes on',
    requirements: REQUIREMENTS,
    isolation: 'shared',
  },
  (t) =>
    withClient(t, REQUIREMENTS, async (client) => {
      const isSession = client.connection.mode === 'bidi';
      const session = isSession ? await client.session() : undefined;
      if (isSession && session === undefined) {
        for (const id of REQUIREMENTS) t.notVerified(id, 'open a session');
        return;
      }
      const metadata = client.metadataOf(client.handshakeReply());
      for (const document of INVALID) {
        const exchange = session?.exchange ?? client.call({ messages: [document], metadata });
        session?.exchange.send(document);
        const answer = await client.answer(exchange, document.id, true);
        client.judgeAnswer(t, ANSWERED, exchange, answer, [
          (seen) => readErrorCode(seen) === -32600,
          'the error -32600',
        ]);
        if (session === undefined) continue;
        const after = await session.ping();
        t.satisfies(GOES_ON, after.seen, () => isResult(after.document), 'an answer after the error');
        if (!isResult(after.document)) return;
      }
    }),
);
