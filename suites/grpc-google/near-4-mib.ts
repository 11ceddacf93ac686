import { awaitAnswer, observeStatus, withClient } from '../support/grpc-client.js';
import { bindToGoogle } from '../support/grpc-google.js';
import { isResult } from '../../adapters/json-rpc.js';
import { defineBindingScenario } from '../scenario.js';

const REQUIREMENT = 'robustness.google-message-near-4-mib';
/** What gRPC libraries take unless they are told otherwise, and how far the two messages are from it. */
const LIMIT = 4 * 1024 * 1024;
const OFF = 16 * 1024;
const PADDING = 'com.example/padding';
const RESOURCE_EXHAUSTED = 8;

export default bindToGoogle(
  defineBindingScenario(
    'grpc',
    {
      title: 'Messages on both sides of 4 MiB are answered or refused',
      requirements: [REQUIREMENT],
      isolation: 'shared',
    },
    (t) =>
      withClient(t, [REQUIREMENT], async (client) => {
        for (const bytes of [LIMIT - OFF, LIMIT + OFF]) {
          const message = client.request('tools/list', { _meta: { [PADDING]: 'x'.repeat(bytes) } });
          const exchange = client.send(message);
          const { seen, document } = await awaitAnswer(exchange, message.id, false, t.requestTimeoutMs);
          if (document === undefined) await client.isOver(exchange);
          t.satisfies(
            REQUIREMENT,
            document === undefined ? observeStatus(exchange) : seen,
            (value) => isResult(document) || value === RESOURCE_EXHAUSTED,
            `an answer, or RESOURCE_EXHAUSTED, for ${bytes} bytes`,
          );
        }
        const after = client.knock();
        client.judgeResult(t, REQUIREMENT, after.exchange, await after.answer(), 'a result for another RPC');
      }),
  ),
);
